import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "../refusal";
import { run } from "./run";

/** A store with S3's interface, as the stack's storage settings name it. */
export interface ObjectStore {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const script = join(__dirname, "..", "..", "testbed", "testbed.sh");

/** The code of a command that refuses and has said why. */
const refused = 78;
const minute = 60_000;

/**
 * The cluster that a command works on: the test bed on this machine, or, with `TESTBED=off`, the
 * one that `KUBECONFIG` names. Nothing else is ever touched, least of all the user's own context.
 * @see testbed/README.md
 */
export class TestBed {
  private environment: NodeJS.ProcessEnv | undefined;

  /** Whether pods' and Services' addresses can be reached from this machine. */
  get isLocal(): boolean {
    return process.env["TESTBED"] !== "off";
  }

  /** Makes the test bed run, built and all. A step is a line such as `volumes 1.2 s`. */
  async up(onStep: (step: string) => void = () => undefined): Promise<void> {
    if (!this.isLocal) {
      await this.env();
      return;
    }
    const onLine = (line: string) => {
      onStep(line.replace(/^testbed: /, "").replace(/ {2,}/g, " "));
    };
    await testbed(["install"], 15 * minute, onLine);
    await testbed(["build"], 90 * minute, onLine);
    await testbed(["up"], 5 * minute, onLine);
    this.environment = undefined;
  }

  /** The environment for kubectl and whatever else works on the cluster. */
  async env(): Promise<NodeJS.ProcessEnv> {
    this.environment ??= this.isLocal ? await testBedEnv() : otherClusterEnv();
    return this.environment;
  }

  /** A store with these buckets. On another cluster it is one that exists and is told by variables. */
  async objectStore(buckets: readonly string[]): Promise<ObjectStore> {
    if (!this.isLocal) {
      return {
        endpoint: variable("S3_ENDPOINT"),
        accessKeyId: variable("AWS_ACCESS_KEY_ID"),
        secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
      };
    }
    await testbed(["object-store", "up", ...buckets], 5 * minute);
    const { KUBECONFIG = "" } = await this.env();
    const file = readFileSync(join(dirname(KUBECONFIG), "object-store.env"), "utf8");
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(file)?.[1] ?? "";
    return {
      endpoint: value("S3_ENDPOINT"),
      accessKeyId: value("AWS_ACCESS_KEY_ID"),
      secretAccessKey: value("AWS_SECRET_ACCESS_KEY"),
    };
  }

  /** Makes the volumes of deleted claims free for new ones. Other clusters do that by themselves. */
  async freeVolumes(): Promise<void> {
    if (this.isLocal) {
      await testbed(["volumes"], 5 * minute);
    }
  }

  /** Removes the test bed. Leaves any other cluster alone. */
  async down(): Promise<void> {
    this.environment = undefined;
    if (this.isLocal) {
      await testbed(["down"], 5 * minute);
    }
  }
}

/** The one test bed of this machine. */
export const testBed = new TestBed();

async function testbed(
  args: readonly string[],
  timeoutMs: number,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const { stderr, code } = await run(script, args, { timeoutMs, onLine });
  if (code === refused) {
    throw new Refusal(lastLine(stderr));
  }
  if (code !== 0) {
    throw new Error(`testbed/testbed.sh ${args.join(" ")} ended with code ${code}: ${stderr}`);
  }
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";

async function testBedEnv(): Promise<NodeJS.ProcessEnv> {
  const names = ["KUBECONFIG", "KUBECACHEDIR", "PATH"] as const;
  const print = `set -e; lines=$("$1" env); eval "$lines"; printf '%s\\0' "$KUBECONFIG" "$KUBECACHEDIR" "$PATH"`;
  const { stdout, stderr, code } = await run("bash", ["-c", print, "bash", script]);
  if (code !== 0) {
    throw new Error(`testbed/testbed.sh env ended with code ${code}: ${stderr}`);
  }
  const values = stdout.split("\0");
  return { ...process.env, ...Object.fromEntries(names.map((name, i) => [name, values[i]])) };
}

function otherClusterEnv(): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: variable("KUBECONFIG") };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Refusal(`TESTBED=off works on a cluster of your own: set ${name}`);
  }
  return value;
}
