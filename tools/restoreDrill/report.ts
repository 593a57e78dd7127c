import type { CheckResult } from "../deployed/checks";
import type { Leftovers } from "../deployed/leftovers";
import { tableText } from "../tableText";

export interface DrillReport {
  readonly stack: string;
  readonly namespace: string;
  readonly bucket: string;
  /** Name of the lines, for a later drill with `--run`. */
  readonly run: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly checks: readonly CheckResult[];
  readonly leftovers: Leftovers;
  /** The command that removes what the drill made, where it could not. */
  readonly notRemoved?: string;
}

/** The report as one table, for people. */
export function table({ ok, run, seconds, checks, leftovers, notRemoved }: DrillReport): string {
  const passed = checks.filter((check) => check.ok).length;
  return tableText([
    ["check", "result", "detail"],
    ...checks.map((check) => [check.name, check.ok ? "ok" : "FAILED", check.detail]),
    ["left behind", "", `${leftovers.lines} lines, ${leftovers.query}: ${leftovers.fate}`],
    ...(notRemoved === undefined ? [] : [["not removed", "FAILED", notRemoved]]),
    [
      "all",
      ok ? "ok" : "FAILED",
      `${passed} of ${checks.length} checks in ${seconds} s, run ${run}`,
    ],
  ]);
}
