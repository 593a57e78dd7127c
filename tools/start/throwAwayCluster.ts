import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { mustRun, run } from "../cluster/run";
import { testBed } from "../cluster/testbed";
import { step } from "./progress";

/** A cluster that is made for a try and thrown away after it. */
export interface ThrowAwayCluster {
  /** Environment for kubectl. The user's own context is in none of it. */
  readonly env: NodeJS.ProcessEnv;
  /** Whether images come from their registries. The test bed has stand-ins, and none for Grafana. */
  readonly pullsImages: boolean;
}

const kindCluster = "fraiseql-loki";

const minute = 60_000;

/** Where kind writes how to reach its cluster: not into the user's own file. */
function kindKubeconfig(): string {
  const state = process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  const folder = join(state, "fraiseql-loki");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, "kind.kubeconfig");
}

/** kind where a Docker engine and kind itself are there, else the test bed. */
export async function startCluster(): Promise<ThrowAwayCluster> {
  if (await hasKind()) {
    const kubeconfig = kindKubeconfig();
    await step("kind cluster", () => createKindCluster(kubeconfig));
    return { env: { ...process.env, KUBECONFIG: kubeconfig }, pullsImages: true };
  }
  process.stdout.write(
    "No Docker engine with kind here: the test bed runs Kubernetes on this machine.\n" +
      "Its programs are built from source the first time, in 20 to 40 minutes, and kept.\n",
  );
  await testBed.up((line) => {
    process.stdout.write(`  ${line}\n`);
  });
  return { env: await testBed.env(), pullsImages: false };
}

/** Removes the cluster of either kind. What is not there is no error. */
export async function stopCluster(): Promise<void> {
  if (await hasKind()) {
    await mustRun("kind", ["delete", "cluster", "--name", kindCluster], { timeoutMs: 5 * minute });
  }
  await testBed.down();
}

async function createKindCluster(kubeconfig: string): Promise<void> {
  const clusters = await mustRun("kind", ["get", "clusters"]);
  if (!clusters.split("\n").includes(kindCluster)) {
    await mustRun(
      "kind",
      ["create", "cluster", "--name", kindCluster, "--kubeconfig", kubeconfig, "--wait", "120s"],
      { timeoutMs: 10 * minute },
    );
  }
}

async function hasKind(): Promise<boolean> {
  return (
    (await succeeds("docker", ["info"])) &&
    (await succeeds("kind", ["version"])) &&
    (await succeeds("kubectl", ["version", "--client"]))
  );
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    return (await run(command, args, { timeoutMs: 20_000 })).code === 0;
  } catch {
    // There is no such program.
    return false;
  }
}
