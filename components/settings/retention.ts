import { day, durationMs } from "./durations";
import type { LokiSettings, Settings } from "./schema";

/** Tenant that Loki itself uses when nobody names one. */
const singleTenant = "fake";

/** Days between the end of the retention and the bucket's own expiry, where the stack sets none. */
const defaultSlackDays = 30;

/**
 * Longest time any line is kept, in whole days; of `retentionPeriod` and every stream's own period.
 * Meaningless with `retentionForever`.
 */
export function longestRetentionDays(
  loki: Pick<LokiSettings, "retentionPeriod" | "streamRetention">,
): number {
  const periods = [loki.retentionPeriod, ...loki.streamRetention.map((stream) => stream.period)];
  return Math.ceil(Math.max(...periods.map(durationMs)) / day);
}

/**
 * Age in days at which the bucket deletes a chunk that the compactor left behind; `undefined` where
 * nothing may ever be deleted. It is later than the longest retention and the delete delay.
 * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
 */
export function chunkExpiryDays(settings: Settings): number | undefined {
  const { loki, storage } = settings;
  if (loki.retentionForever) {
    return undefined;
  }
  const chosen = "lifecycle" in storage ? storage.lifecycle.expireAfterDays : undefined;
  return chosen ?? longestRetentionDays(loki) + defaultSlackDays;
}

/** Key prefixes of the tenants' chunks: the only objects that a bucket may expire. */
export function chunkPrefixes(settings: Pick<Settings, "gateway" | "tenants">): string[] {
  const tenants = settings.gateway.enabled
    ? settings.tenants.map((tenant) => tenant.id)
    : [singleTenant];
  return [...new Set(tenants)].map((tenant) => `${tenant}/`);
}
