import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../tools/cluster/run";
import { testBed } from "../../../tools/cluster/testbed";
import type { DrillReport } from "../../../tools/restoreDrill/report";
import type { SmokeReport } from "../../../tools/smoke/report";
import { report, timed } from "../support/report";
import type { Stage } from "../support/stage";

const root = join(__dirname, "..", "..", "..");

interface ToolRun<T> {
  readonly code: number;
  readonly stderr: string;
  /** What it printed; absent where it refused. */
  readonly told?: T;
}

/** The smoke test of a stack. */
export const smoke = (stage: Stage) => tool<SmokeReport>("smoke", stage, ["--json"]);

/** A restore drill with the lines that a smoke test of the stack has left. */
export const restoreDrill = (stage: Stage, smokeRun: string) =>
  tool<DrillReport>("restoreDrill", stage, ["--json", "--run", smokeRun]);

/** What a report says, for comparison with `allGood`. */
export function failures({ code, stderr, told }: ToolRun<SmokeReport | DrillReport>) {
  const failed = told?.checks.filter(({ ok }) => !ok);
  return { code, stderr: told === undefined ? stderr : "", failed };
}

export const allGood = { code: 0, stderr: "", failed: [] };

/** Runs a command as a user would, in a process of its own. */
async function tool<T>(name: string, { cluster, outputs }: Stage, args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-e2e-tool-"));
  const file = join(folder, "outputs.json");
  writeFileSync(file, JSON.stringify(outputs), { mode: 0o600 });
  const command = ["--require", "./tools/register.js", `tools/${name}.ts`];
  const place = ["--stack", "e2e", "--outputs", file, ...(testBed.isLocal ? ["--direct"] : [])];
  const [{ code, stdout, stderr }, seconds] = await timed(() =>
    run(process.execPath, [...command, ...place, ...args], {
      env: cluster.kubectl.env,
      cwd: root,
      timeoutMs: 300_000,
    }),
  );
  rmSync(folder, { recursive: true });
  report(`${name} ended with code ${code} in ${seconds}`);
  const result: ToolRun<T> = {
    ...{ code, stderr },
    ...(stdout.startsWith("{") ? { told: JSON.parse(stdout) as T } : {}),
  };
  return result;
}
