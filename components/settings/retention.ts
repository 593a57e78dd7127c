import { day, durationMs } from "./durations";
import type { Settings } from "./schema";
import { tenantsOf, type Retention } from "./tenants";

/** Days between the end of the retention and the bucket's own expiry, where the stack sets none. */
const defaultSlackDays = 30;

/** What the bucket may do to the chunks of one tenant. */
export interface ChunkExpiry {
  /** Key prefix of the chunks, such as `fake/`. */
  readonly prefix: string;
  /** Age at which the bucket deletes them. `undefined` keeps them for ever. */
  readonly days: number | undefined;
}

/**
 * Longest time any line is kept, in whole days; of `retentionPeriod` and every stream's own period.
 * Meaningless with `retentionForever`.
 */
export function longestRetentionDays(...kept: readonly Retention[]): number {
  const periods = kept.flatMap(({ retentionPeriod, streamRetention }) => [
    retentionPeriod,
    ...streamRetention.map((stream) => stream.period),
  ]);
  return Math.ceil(Math.max(...periods.map(durationMs)) / day);
}

/** How long the stack's own Tempo keeps traces, in whole days. */
export const traceRetentionDays = (retention: string) => Math.ceil(durationMs(retention) / day);

/** Age at which the bucket of traces deletes what Tempo's compactor left behind. */
export const traceExpiryDays = (retention: string, chosen: number | undefined) =>
  chosen ?? traceRetentionDays(retention) + defaultSlackDays;

/**
 * The only objects that a bucket may expire: the chunks of each tenant, and the age at which one
 * that the compactor left behind is deleted. It is later than the tenant's longest retention and the
 * delete delay.
 * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
 */
export function chunkExpiries(
  settings: Pick<Settings, "gateway" | "tenants" | "loki" | "storage">,
): ChunkExpiry[] {
  const { loki, storage } = settings;
  const chosen = "lifecycle" in storage ? storage.lifecycle.expireAfterDays : undefined;
  const byPrefix = new Map(tenantsOf(settings).map((tenant) => [`${tenant.id}/`, tenant]));
  return [...byPrefix].map(([prefix, tenant]) => ({
    prefix,
    days: loki.retentionForever
      ? undefined
      : (chosen ?? longestRetentionDays(tenant) + defaultSlackDays),
  }));
}
