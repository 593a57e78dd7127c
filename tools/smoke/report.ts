import type { CheckResult } from "./check";
import type { Leftovers } from "./leftovers";

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
    ...checks.map((check) => [check.name, check.ok ? "ok" : "FAILED", oneLine(check.detail)]),
    ["left behind", "", `${leftovers.lines} lines, ${leftovers.query}: ${leftovers.fate}`],
    [
      "all",
      ok ? "ok" : "FAILED",
      `${checks.length - failed} of ${checks.length} checks in ${seconds} s, run ${run}`,
    ],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, " ");
