import type { CheckResult } from "../deployed/checks";
import { tableText } from "../tableText";
import type { Leftovers } from "../deployed/leftovers";

export interface SmokeReport {
  readonly stack: string;
  readonly namespace: string;
  /** Name of the lines, for `npm run restore-drill -- --run`. */
  readonly run: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly checks: readonly CheckResult[];
  readonly leftovers: Leftovers;
}

/** The report as one table, for people. */
export function table({ ok, run, seconds, checks, leftovers }: SmokeReport): string {
  const failed = checks.filter((check) => !check.ok).length;
  const rows = [
    ["check", "result", "detail"],
    ...checks.map((check) => [check.name, check.ok ? "ok" : "FAILED", check.detail]),
    ["left behind", "", `${leftovers.lines} lines, ${leftovers.query}: ${leftovers.fate}`],
    [
      "all",
      ok ? "ok" : "FAILED",
      `${checks.length - failed} of ${checks.length} checks in ${seconds} s, run ${run}`,
    ],
  ];
  return tableText(rows);
}
