import { durationMs } from "../../components/settings/durations";
import type { DeclaredRetention } from "./declared";
import type { Scan } from "./scan";

/** What a report does not prove, in sentences that stand in it. */
export function limitsOf(
  declared: DeclaredRetention,
  { tenants, others, index }: Scan,
  tenant: string | undefined,
): string[] {
  const { longestRetentionDays: longest } = declared;
  const differing = declared.tenants.filter(
    ({ id, retentionPeriod, streamRetention }) =>
      (tenant === undefined || id === tenant) &&
      streamRetention.some(({ period }) => durationMs(period) !== durationMs(retentionPeriod)),
  );
  const unordered = [...tenants, ...others].some(({ keysSha256 }) => keysSha256 === undefined);
  return [
    ...(longest === undefined ? ["Lines are kept for ever: nothing is overdue at any age."] : []),
    ...(longest === undefined ? [] : differing).map(
      ({ id, longestRetentionDays: own = 0 }) =>
        `Streams of ${id} have retentions of their own, and a key does not say whose stream it is: only the longest, ${own} days, is proved.`,
    ),
    ...(unordered
      ? ["The store lists keys in an order of its own: such a prefix has no digest."]
      : []),
    ...(tenant === undefined
      ? ["Versions and soft-deleted objects, which can be restored, are counted with --tenant."]
      : []),
    ...(tenant !== undefined && index.undividedObjects > 0
      ? [
          `${index.undividedObjects} files of the index are not divided by tenant yet, which the compactor does within minutes: they may name streams of this one.`,
        ]
      : []),
    "Only the bucket of chunks and index is read: not the bucket of rules, Loki's volumes, copies elsewhere.",
  ];
}
