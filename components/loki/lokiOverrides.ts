import { durationMs, formatDuration, hour } from "../settings/durations";
import type { LokiSettings } from "../settings/schema";
import type { Retention, Tenant } from "../settings/tenants";
import type { LokiOverrides, TenantLimits } from "./lokiConfigTypes";

/** The limits a change of which takes effect without a restart, for each tenant. */
export function lokiOverrides(tenants: readonly Tenant[], stack: LokiSettings): LokiOverrides {
  return {
    overrides: Object.fromEntries(tenants.map((tenant) => [tenant.id, ofTenant(tenant, stack)])),
  };
}

function ofTenant(tenant: Tenant, stack: LokiSettings): TenantLimits {
  const { limits, ownRetention } = tenant;
  const ownLength = limits.maxQueryLength !== stack.limits.maxQueryLength;
  return {
    ingestion_rate_mb: limits.ingestionRateMb,
    ingestion_burst_size_mb: limits.ingestionBurstMb,
    per_stream_rate_limit: size(limits.perStreamRateMb),
    per_stream_rate_limit_burst: size(limits.perStreamBurstMb),
    max_global_streams_per_user: limits.maxStreams,
    max_line_size: `${limits.maxLineKb}KB`,
    // Also an empty list of streams, which stands in place of the stack's.
    ...(ownRetention && !stack.retentionForever
      ? {
          ...retention(tenant),
          retention_stream: tenant.streamRetention.map((one) => ({ ...one })),
        }
      : {}),
    ...(ownLength ? { max_query_length: queryLength(tenant, stack.retentionForever) } : {}),
  };
}

/** Loki reads a number with a unit, and does not start with a fraction of one. */
const size = (megabytes: number) =>
  Number.isInteger(megabytes) ? `${megabytes}MB` : `${Math.ceil(megabytes * 2 ** 20)}B`;

/** What a file of Loki says of the time that lines are kept. */
interface Kept extends Retention {
  readonly limits: Pick<LokiSettings["limits"], "maxQueryLength">;
}

/** How long lines are kept, and how far back a query may look. */
export function retention(kept: Kept) {
  return {
    retention_period: kept.retentionPeriod,
    max_query_lookback: formatDuration(longest(kept)),
    max_query_length: queryLength(kept, false),
  };
}

function longest({ retentionPeriod, streamRetention }: Retention): number {
  return Math.max(
    ...[retentionPeriod, ...streamRetention.map(({ period }) => period)].map(durationMs),
  );
}

/** The longest time between the ends of one query; `0s` is any. */
export function queryLength(kept: Kept, forEver: boolean): string {
  const { maxQueryLength } = kept.limits;
  // Loki refuses a query that is longer, and a query over everything has odd edges.
  const everything = forEver ? "0s" : formatDuration(longest(kept) + hour);
  return maxQueryLength ?? everything;
}
