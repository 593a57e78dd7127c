import { join } from "node:path";
import { auditRetention } from "./audit";
import { openStore } from "./openStore";
import { auditOptions } from "./options";
import { reportText } from "./reportText";
import { stackSettings, type SettingsReader } from "../stackSettings";

/** What the audit reads of the settings. */
export const auditReader: SettingsReader = {
  name: "the audit",
  areas: ["environment", "storage", "loki", "gateway", "tenants"],
};

/** What the command prints and ends with. */
export interface AuditRun {
  readonly output: string;
  /** 0: everything is as declared. 2: there are offending prefixes. */
  readonly exitCode: 0 | 2;
}

/** Runs the command of these arguments. Refuses bad input and a store that cannot be read. */
export async function runAudit(args: readonly string[], now: Date): Promise<AuditRun> {
  const { stack, tenant, json, configFile, bucket, endpoint } = auditOptions(args);
  const file = configFile ?? join(__dirname, "..", "..", `Pulumi.${stack}.yaml`);
  const settings = stackSettings(stack, file, now, auditReader);
  const store = openStore(settings, { stack, bucket, endpoint });
  const report = await auditRetention({ store, settings, stack, now, tenant });
  return {
    output: json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report),
    exitCode: report.verdict === "kept" ? 0 : 2,
  };
}
