import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testBed } from "../../../tools/cluster/testbed";
import type { Outcome } from "../../../tools/chaos/report";
import { prodShape } from "./prodShape";
import { Stage, withSettings } from "./stage";

/** Whether faults last only as long as a change can wait for. `FAULTS=long` is for the night. */
export const short = process.env["FAULTS"] !== "long";

const root = join(__dirname, "..", "..", "..");

/** How a run of the command ended. */
export interface ChaosRun {
  readonly code: number;
  readonly stderr: string;
  readonly outcomes: readonly Outcome[];
}

/** The production shape in namespaces of its own, to be broken. */
export class Lane {
  private readonly folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-chaos-"));

  private constructor(readonly stage: Stage) {}

  /** @param faultIds what it is deployed for */
  static async open(namespace: string, faultIds: readonly string[]): Promise<Lane> {
    const stage = await Stage.open("prod-shape", [
      namespace,
      `${namespace}-collector`,
      `${namespace}-chaos`,
    ]);
    const lane = new Lane(stage);
    try {
      await stage.deploy(await config(namespace, faultIds));
    } catch (error) {
      await lane.close();
      throw error;
    }
    return lane;
  }

  /**
   * Runs the command as a user would, in a process of its own.
   * @param onLine hears what it tells, and may interrupt it
   */
  async chaos(
    args: readonly string[],
    onLine: (line: string, interrupt: (signal: NodeJS.Signals) => void) => void = () => undefined,
  ): Promise<ChaosRun> {
    const { kubectl } = this.stage.cluster;
    const file = join(this.folder, "outputs.json");
    writeFileSync(file, JSON.stringify(this.stage.outputs), { mode: 0o600 });
    const context = (await kubectl.call(["config", "current-context"])).trim();
    const command = ["--require", "./tools/register.js", "tools/chaos.ts"];
    const target = ["--stack", "prod-shape", "--outputs", file, "--context", context];
    const direct = testBed.isLocal ? ["--direct"] : [];
    const child = spawn(
      process.execPath,
      [...command, ...target, ...direct, ...(short ? ["--short"] : []), "--json", ...args],
      { cwd: root, env: kubectl.env, stdio: ["ignore", "pipe", "pipe"] },
    );
    const text = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      text.stderr += chunk;
      chunk.split("\n").forEach((line) => {
        onLine(line, (signal) => child.kill(signal));
      });
    });
    const code = await new Promise<number>((resolve) => {
      child.on("close", (status) => {
        resolve(status ?? -1);
      });
    });
    const outcomes = text.stdout.startsWith("[") ? (JSON.parse(text.stdout) as Outcome[]) : [];
    return { code, stderr: text.stderr, outcomes };
  }

  async close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    await this.stage.close();
  }
}

async function config(namespace: string, faultIds: readonly string[]) {
  // A volume that can be filled without filling the node's disk: the test bed has some.
  const wal = testBed.isLocal && faultIds.includes("F09") ? { storageClass: "small" } : {};
  // Three stacks share two processors here, and each collector reads the lines of all three: what
  // no fault is about, and would only take time from what is measured, is off.
  const shape = {
    ...(await prodShape()),
    "fraiseql-loki:namespace": namespace,
    "fraiseql-loki:acceptedRisks": ["collector.redaction.preset"],
  };
  const collector = { namespace: `${namespace}-collector`, redaction: { preset: "off" } };
  const quiet = withSettings(shape, "monitoring", { canary: { deploy: false } });
  return withSettings(withSettings(quiet, "collector", collector), "loki", { wal });
}
