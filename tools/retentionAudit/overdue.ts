import type { IndexReport } from "./indexTally";
import { indexPrefix } from "./keys";
import { shownTime, type Offence } from "./offence";
import type { PrefixReport } from "./prefixTally";
import type { Scan } from "./scan";

/** Where something is older than retention, delete delay and slack together. Pure. */
export function overdueOffences({ tenants, others, index }: Scan): Offence[] {
  return [
    ...tenants.flatMap((report) => ofPrefix(report, "")),
    ...others.flatMap((report) => ofPrefix(report, "belongs to no declared tenant; ")),
    ...ofIndex(index),
  ];
}

function ofPrefix(report: PrefixReport, what: string): Offence[] {
  const { prefix, objects, overdue, oldestOverdue, overdueBefore: before } = report;
  return oldestOverdue === undefined || before === undefined
    ? []
    : [
        {
          prefix: prefix === "" ? "(top of the bucket)" : prefix,
          reason:
            `${what}${overdue} of ${objects} objects hold data that ended before ${shownTime(before)}, ` +
            `the oldest at ${shownTime(oldestOverdue.time)}: ${oldestOverdue.key}`,
        },
      ];
}

function ofIndex({ tables, overdueTables, overdueBefore: before }: IndexReport): Offence[] {
  const [oldest] = overdueTables;
  return oldest === undefined || before === undefined
    ? []
    : [
        {
          prefix: `${indexPrefix}${oldest.table}/`,
          reason: `${overdueTables.length} of ${tables} index tables are for days that ended before ${shownTime(before)}, the oldest for ${oldest.day}`,
        },
      ];
}
