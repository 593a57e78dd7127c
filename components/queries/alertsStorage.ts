import type { MetricScope } from "./alertsLoki";

/** The compactor's metrics keep the name of an index that is no more. */
const lastCompaction =
  "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds";
const lastRetention = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds";
const running = "loki_boltdb_shipper_compactor_running";
const markerTime = "loki_boltdb_shipper_retention_sweeper_marker_file_processing_current_time";

/** Replicas that are not the compactor say 0. */
const since = (metric: string, { namespace }: MetricScope) =>
  `time() - max by (namespace) (${metric}{namespace="${namespace}"} > 0)`;

const never = (metric: string, { namespace }: MetricScope) =>
  `max by (namespace) (max_over_time(${metric}{namespace="${namespace}"}[3h])) == 0`;

/** What is asked of the write-ahead log, the object store and the compactor. PromQL. */
export const storageMetrics = {
  walAbove: ({ namespace }: MetricScope, share: number) =>
    `max by (namespace, pod) (loki_ingester_wal_disk_usage_percent{namespace="${namespace}"}) > ${share}`,

  walFull: ({ namespace }: MetricScope) =>
    `sum by (namespace, pod) (increase(loki_ingester_wal_disk_full_failures_total{namespace="${namespace}"}[5m])) > 0`,

  /** The series comes with the first damage, so that no increase is seen: it is what was not there before. */
  walDamaged: ({ namespace }: MetricScope) => {
    const damages = `loki_ingester_wal_corruptions_total{namespace="${namespace}"}`;
    return (
      `sum by (namespace, pod) ((${damages} unless ${damages} offset 1h)` +
      ` or (increase(${damages}[1h]) > 0)) > 0`
    );
  },

  flushFails: ({ namespace }: MetricScope) =>
    `sum by (namespace, pod) (rate(loki_ingester_chunks_flush_failures_total{namespace="${namespace}"}[5m])) > 0`,

  objectStoreFails: ({ namespace }: MetricScope) => {
    const rate = (metric: string) =>
      `sum by (namespace, operation) (rate(${metric}{namespace="${namespace}"}[5m]))`;
    return (
      rate("loki_objstore_bucket_operation_failures_total") +
      ` / ${rate("loki_objstore_bucket_operations_total")} > 0.1`
    );
  },

  severalCompactors: ({ namespace }: MetricScope) =>
    `sum by (namespace) (${running}{namespace="${namespace}"}) > 1`,

  noCompactor: ({ namespace }: MetricScope) =>
    `sum by (namespace) (${running}{namespace="${namespace}"}) < 1`,

  compactionStale: (scope: MetricScope) => `${since(lastCompaction, scope)} > 3 * 3600`,

  compactionNever: (scope: MetricScope) => never(lastCompaction, scope),

  retentionStale: (scope: MetricScope) => `${since(lastRetention, scope)} > 6 * 3600`,

  retentionNever: (scope: MetricScope) => never(lastRetention, scope),

  /** A file of marks waits two hours before its chunks go. */
  marksStuck: (scope: MetricScope) => `${since(markerTime, scope)} > 24 * 3600`,

  deletesStuck: ({ namespace }: MetricScope) =>
    `max by (namespace) (loki_compactor_oldest_pending_delete_request_age_seconds{namespace="${namespace}"})` +
    " > 24 * 3600",
} as const;
