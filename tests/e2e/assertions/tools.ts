import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "../../../components/yaml";
import { run } from "../../../tools/cluster/run";
import { testBed } from "../../../tools/cluster/testbed";
import type { RetentionReport } from "../../../tools/retentionAudit/audit";
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

/** What the audit of a stack's buckets finds, with the keys of the store in its environment. */
export async function retentionAudit({ cluster, config }: Stage) {
  const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-e2e-tool-"));
  const file = join(folder, "Pulumi.e2e.yaml");
  const { credentials } = config["fraiseql-loki:storage"] as { credentials: Keys };
  writeFileSync(file, toYaml({ config }), { mode: 0o600 });
  const { code, stdout, stderr } = await run(
    process.execPath,
    [
      ...["--require", "./tools/register.js", "tools/retentionAudit.ts"],
      ...["--stack", "e2e", "--config-file", file, "--json"],
    ],
    {
      env: {
        ...cluster.kubectl.env,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
      cwd: root,
    },
  );
  rmSync(folder, { recursive: true });
  return { code, stderr, told: JSON.parse(stdout || "{}") as RetentionReport };
}

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

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
