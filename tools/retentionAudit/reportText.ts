import type { RetentionReport } from "./audit";
import type { DeclaredRetention, DeclaredTenant } from "./declared";
import type { ErasureReport } from "./erasure";
import type { IndexReport } from "./indexTally";
import { shownPrefix, shownTime } from "./offence";
import type { Dated, PrefixReport } from "./prefixTally";
import type { BucketLifecycle, BucketRule } from "./store";
import { columns, shownBytes, shownCount } from "./textTable";

/** The report for a person. */
export function reportText(report: RetentionReport): string {
  const { tenants, others, index, lifecycle, limits } = report;
  return [
    ...heading(report),
    "",
    ...prefixes("Tenants", tenants),
    ...(others.length === 0 ? [] : ["", ...prefixes("Prefixes of no declared tenant", others)]),
    "",
    ...indexLines(index),
    "",
    ...lifecycleLines(report.declared, lifecycle),
    ...(report.erasure === undefined ? [] : ["", ...erasureLines(report.erasure)]),
    "",
    "Limits",
    ...limits.map((limit) => `  ${limit}`),
    "",
    ...verdict(report),
    "",
  ].join("\n");
}

function heading(report: RetentionReport): string[] {
  const { declared, overdueBefore: before, tenant } = report;
  const { longestRetentionDays: longest, deleteDelayHours, slackHours } = declared;
  const kept =
    longest === undefined
      ? "for ever"
      : `${periods(declared)}, and ${deleteDelayHours} h delete delay, ${slackHours} h slack of the compactor`;
  return [
    "Retention audit",
    ...columns([
      ["time", shownTime(report.time)],
      ["stack", report.stack],
      ["bucket", `${report.bucket} (${report.provider}, ${report.endpoint})`],
      ...(tenant === undefined ? [] : [["tenant", shownTenant(tenant, declared)]]),
      ["kept", kept],
      ["overdue", before === undefined ? "nothing" : `data that ended before ${shownTime(before)}`],
    ]),
  ];
}

/** `90 days at most`, or how long each tenant's lines are kept where they differ. */
function periods({ tenants, longestRetentionDays: longest }: DeclaredRetention): string {
  const days = ({ longestRetentionDays: own }: DeclaredTenant) => own ?? 0;
  return new Set(tenants.map(days)).size === 1
    ? `${longest} days at most`
    : `${tenants.map((tenant) => `${tenant.id} ${days(tenant)} days`).join(", ")} at most`;
}

function shownTenant(tenant: string, declared: DeclaredRetention): string {
  const known = declared.tenants.some(({ id }) => id === tenant);
  return known ? tenant : `${tenant} (not declared)`;
}

function prefixes(title: string, reports: readonly PrefixReport[]): string[] {
  const rows = reports.map(({ prefix, objects, bytes, overdue, oldestData, oldestObject }) => [
    prefix === "" ? "(top of the bucket)" : prefix,
    shownCount(objects),
    shownBytes(bytes),
    oldestData === undefined ? "-" : shownTime(oldestData.time),
    oldestObject === undefined ? "-" : shownTime(oldestObject.time),
    shownCount(overdue),
  ]);
  return [
    title,
    ...columns([["prefix", "objects", "size", "oldest data", "oldest object", "overdue"], ...rows]),
    ...reports.flatMap(details),
  ];
}

function details(report: PrefixReport): string[] {
  const { prefix, oldestData, oldestObject, otherObjects, keysSha256 } = report;
  const dated = (name: string, found: Dated | undefined) =>
    found === undefined ? [] : [[name, found.key]];
  const rows = [
    ...dated("oldest data", oldestData),
    ...dated("oldest object", oldestObject),
    ...(otherObjects === 0 ? [] : [["not chunks", shownCount(otherObjects)]]),
    ["sha256 of the keys", keysSha256 ?? "none: the keys came in no order"],
  ];
  return ["", `  ${shownPrefix(prefix)}`, ...columns(rows).map((line) => `  ${line}`)];
}

function indexLines(index: IndexReport): string[] {
  const { tables, objects, bytes, oldestTable, overdueTables } = index;
  const oldest =
    oldestTable === undefined ? "-" : `${oldestTable.table}, the index of ${oldestTable.day}`;
  return [
    "Index",
    ...columns([
      ["tables", `${shownCount(tables)}, ${shownCount(objects)} objects, ${shownBytes(bytes)}`],
      ["oldest", oldest],
      ["overdue", shownCount(overdueTables.length)],
    ]),
  ];
}

function lifecycleLines(
  { tenants, lifecycleByStack: byStack }: DeclaredRetention,
  found: BucketLifecycle,
): string[] {
  const ages = new Set(tenants.flatMap(({ expireAfterDays: days }) => days ?? []));
  const expiry = [...ages].map((age) => {
    const expiring = tenants.filter(({ expireAfterDays: days }) => days === age);
    return `${expiring.map(({ id }) => `${id}/`).join(", ")} expire at ${age} days`;
  });
  return [
    "Lifecycle",
    ...columns([
      [
        "declared",
        byStack
          ? expiry.join("; ") || "nothing expires"
          : "nothing: the stack does not make this bucket",
      ],
      ...foundLines(found).map((line, index) => [index === 0 ? "found" : "", line]),
    ]),
  ];
}

function foundLines(found: BucketLifecycle): string[] {
  switch (found.state) {
    case "unsupported":
      return ["the store has no lifecycle"];
    case "denied":
      return [`not readable with these credentials, which lack ${found.permission}`];
    case "rules":
      return found.rules.length === 0
        ? ["no rule that deletes or moves objects"]
        : found.rules.map(ruleText);
  }
}

function ruleText({ name, prefixes: of, expireAfterDays, movesTo, narrowed }: BucketRule): string {
  const acts = [
    ...(expireAfterDays === undefined ? [] : [`expire at ${expireAfterDays} days`]),
    ...movesTo.map((storageClass) => `move to ${storageClass}`),
  ];
  const which = of.map(shownPrefix).join(", ");
  return `rule ${name}: ${narrowed ? "some of " : ""}${which} ${acts.join(", ")}`;
}

function erasureLines(erasure: ErasureReport): string[] {
  const { tenant, nothingLeft, keepsDeleted } = erasure;
  const restorable = keepsDeleted ? "" : " (the bucket keeps nothing that is deleted)";
  return [
    `Erasure of ${tenant}`,
    ...columns([
      [`objects under ${tenant}/`, shownCount(erasure.objects)],
      [`objects of its index`, shownCount(erasure.indexObjects)],
      ["noncurrent versions", `${shownCount(erasure.noncurrentVersions)}${restorable}`],
      ["soft-deleted objects", shownCount(erasure.softDeleted)],
      ["delete markers", `${shownCount(erasure.deleteMarkers)} (they hold no data)`],
    ]),
    nothingLeft
      ? `  Nothing of ${tenant} is left in this bucket.`
      : `  Data of ${tenant} is left in this bucket.`,
  ];
}

function verdict({ offences, overdueBefore: before, declared, lifecycle }: RetentionReport) {
  if (offences.length > 0) {
    const lines = offences.map(({ prefix, reason }) => `  ${prefix}: ${reason}`);
    return [`Offending: ${offences.length}`, ...lines];
  }
  const objects =
    before === undefined ? "lines are kept for ever" : "nothing is older than declared";
  const early = lifecycle.state === "rules" ? ", and no rule of the bucket deletes too early" : "";
  const rules = declared.lifecycleByStack ? ", and the bucket's rules are those declared" : early;
  return [`Kept: ${objects}${rules}.`];
}
