import { triedField } from "../gateway/accessLog";
import { logql, promql, type Expressions } from "./expression";
import { failedLogins } from "./selections";

/** Loki's own programs and the gateway before them, as a Prometheus sees them. */
export const loki = {
  /** Lines that come in, each second. */
  linesPerTenant: promql({
    expr: 'sum by (tenant) (rate(loki_distributor_lines_received_total{namespace=~"$namespace",tenant=~"$lokiTenant"}[$__rate_interval]))',
    variables: ["__rate_interval", "lokiTenant", "namespace"],
    metrics: ["loki_distributor_lines_received_total"],
  }),
  bytesPerTenant: promql({
    expr: 'sum by (tenant) (rate(loki_distributor_bytes_received_total{namespace=~"$namespace",tenant=~"$lokiTenant"}[$__rate_interval]))',
    variables: ["__rate_interval", "lokiTenant", "namespace"],
    metrics: ["loki_distributor_bytes_received_total"],
  }),
  pushesPerStatus: promql({
    expr: 'sum by (status_code) (rate(loki_request_duration_seconds_count{namespace=~"$namespace",route=~"loki_api_v1_push|otlp_v1_logs"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_request_duration_seconds"],
  }),
  /** A push of a hundred takes longer. */
  pushSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (le) (rate(loki_request_duration_seconds_bucket{namespace=~"$namespace",route=~"loki_api_v1_push|otlp_v1_logs"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_request_duration_seconds"],
  }),
  readsPerRoute: promql({
    expr: 'sum by (route) (rate(loki_request_duration_seconds_count{namespace=~"$namespace",route=~"loki_api_v1_(query|query_range|labels|label_name_values|series|index_.*|tail)"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_request_duration_seconds"],
  }),
  readSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (route, le) (rate(loki_request_duration_seconds_bucket{namespace=~"$namespace",route=~"loki_api_v1_(query|query_range|labels|label_name_values|series)"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_request_duration_seconds"],
  }),
  failedRequests: promql({
    expr: 'sum by (route, status_code) (rate(loki_request_duration_seconds_count{namespace=~"$namespace",status_code=~"5.."}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_request_duration_seconds"],
  }),
  queriesInProgress: promql({
    expr: 'sum by (pod) (loki_query_frontend_queries_in_progress{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_query_frontend_queries_in_progress"],
  }),
  queueSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (le) (rate(loki_query_scheduler_queue_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_query_scheduler_queue_duration_seconds"],
  }),
  tails: promql({
    expr: 'sum by (pod) (loki_querier_tail_active{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_querier_tail_active"],
  }),
  /** What the gateway answers: pushes are POST, almost all else is read. */
  gatewayAnswers: promql({
    expr: 'sum by (method, code) (rate(caddy_http_request_duration_seconds_count{namespace=~"$namespace",server="gateway",handler="subroute"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["caddy_http_request_duration_seconds"],
  }),
  /** Each minute, of the gateway's access log: its metrics know no users. */
  failedLogins: logql({
    labels: ["namespace", "app"],
    gives: "numbers",
    variables: ["namespace", "__auto"],
    expr: `sum by (${triedField}) (rate(${failedLogins('=~"$namespace"')} [$__auto])) * 60`,
  }),
  gatewaySeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (method, le) (rate(caddy_http_request_duration_seconds_bucket{namespace=~"$namespace",server="gateway",handler="subroute"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["caddy_http_request_duration_seconds"],
  }),
  gatewayReplicas: promql({
    expr: 'min by (upstream) (caddy_reverse_proxy_upstreams_healthy{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["caddy_reverse_proxy_upstreams_healthy"],
  }),
  /** Each replica counts the members that it sees. */
  ringMembers: promql({
    expr: 'max by (name, state) (loki_ring_members{namespace=~"$namespace",state=~"ACTIVE|Unhealthy|LEAVING"})',
    variables: ["namespace"],
    metrics: ["loki_ring_members"],
  }),
  ringUnhealthy: promql({
    expr: 'max by (name) (loki_ring_members{namespace=~"$namespace",state="Unhealthy"})',
    variables: ["namespace"],
    metrics: ["loki_ring_members"],
  }),
  ringStoreSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (operation, le) (rate(loki_consul_request_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_consul_request_duration_seconds"],
  }),
  /** A share of the volume. */
  walVolume: promql({
    expr: 'max by (pod) (loki_ingester_wal_disk_usage_percent{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_ingester_wal_disk_usage_percent"],
  }),
  walBytes: promql({
    expr: 'sum by (pod) (rate(loki_ingester_wal_logged_bytes_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_ingester_wal_logged_bytes_total"],
  }),
  walFailures: promql({
    expr: 'sum by (pod) (increase(loki_ingester_wal_disk_full_failures_total{namespace=~"$namespace"}[$__rate_interval]) + increase(loki_ingester_checkpoint_creations_failed_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: [
      "loki_ingester_checkpoint_creations_failed_total",
      "loki_ingester_wal_disk_full_failures_total",
    ],
  }),
  walReplaySeconds: promql({
    expr: 'max by (pod) (loki_ingester_wal_replay_duration_seconds{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_ingester_wal_replay_duration_seconds"],
  }),
  memoryStreams: promql({
    expr: 'sum by (tenant) (loki_ingester_memory_streams{namespace=~"$namespace",tenant=~"$lokiTenant"})',
    variables: ["lokiTenant", "namespace"],
    metrics: ["loki_ingester_memory_streams"],
  }),
  memoryChunks: promql({
    expr: 'sum by (pod) (loki_ingester_memory_chunks{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_ingester_memory_chunks"],
  }),
  chunksFlushed: promql({
    expr: 'sum by (reason) (rate(loki_ingester_chunks_flushed_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_ingester_chunks_flushed_total"],
  }),
  /** How full a chunk is when it is flushed. */
  chunkFill: promql({
    expr: 'sum(rate(loki_ingester_chunk_utilization_sum{namespace=~"$namespace"}[$__rate_interval])) / sum(rate(loki_ingester_chunk_utilization_count{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_ingester_chunk_utilization"],
  }),
  flushQueue: promql({
    expr: 'sum by (pod) (loki_ingester_flush_queue_length{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_ingester_flush_queue_length"],
  }),
  flushFailures: promql({
    expr: 'sum by (pod) (increase(loki_ingester_chunks_flush_failures_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_ingester_chunks_flush_failures_total"],
  }),
  /** Only the replica that compacts has run it. */
  sinceCompaction: promql({
    expr: 'min(time() - (loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{namespace=~"$namespace"} > 0))',
    variables: ["namespace"],
    metrics: ["loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds"],
  }),
  sinceRetention: promql({
    expr: 'min(time() - (loki_compactor_apply_retention_last_successful_run_timestamp_seconds{namespace=~"$namespace"} > 0))',
    variables: ["namespace"],
    metrics: ["loki_compactor_apply_retention_last_successful_run_timestamp_seconds"],
  }),
  compactionsPerStatus: promql({
    expr: 'sum by (status) (increase(loki_boltdb_shipper_compact_tables_operation_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_boltdb_shipper_compact_tables_operation_total"],
  }),
  /** Files of what retention has still to delete. */
  markerFiles: promql({
    expr: 'sum(loki_boltdb_shipper_retention_sweeper_marker_files_current{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_boltdb_shipper_retention_sweeper_marker_files_current"],
  }),
  pendingDeletes: promql({
    expr: 'max(loki_compactor_pending_delete_requests_count{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_compactor_pending_delete_requests"],
  }),
  storeOperations: promql({
    expr: 'sum by (operation) (rate(loki_objstore_bucket_operations_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_objstore_bucket_operations_total"],
  }),
  storeFailures: promql({
    expr: 'sum by (operation) (rate(loki_objstore_bucket_operation_failures_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_objstore_bucket_operation_failures_total"],
  }),
  storeSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (operation, le) (rate(loki_objstore_bucket_operation_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_objstore_bucket_operation_duration_seconds"],
  }),
  /** Of what was looked for. */
  cacheHits: promql({
    expr: 'sum by (name) (rate(loki_cache_hits{namespace=~"$namespace"}[$__rate_interval])) / sum by (name) (rate(loki_cache_fetched_keys{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_cache_fetched_keys", "loki_cache_hits"],
  }),
  cacheBytes: promql({
    expr: 'sum by (cache) (loki_embeddedcache_memory_bytes{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_embeddedcache_memory_bytes"],
  }),
  cacheEvictions: promql({
    expr: 'sum by (cache, reason) (rate(loki_embeddedcache_evicted_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_embeddedcache_evicted_total"],
  }),
  /** Lines that Loki refused for good, by tenant and limit. */
  discarded: promql({
    expr: 'sum by (tenant, reason) (rate(loki_discarded_samples_total{namespace=~"$namespace",tenant=~"$lokiTenant"}[$__rate_interval]))',
    variables: ["__rate_interval", "lokiTenant", "namespace"],
    metrics: ["loki_discarded_samples_total"],
  }),
  discardedBytes: promql({
    expr: 'sum by (tenant, reason) (rate(loki_discarded_bytes_total{namespace=~"$namespace",tenant=~"$lokiTenant"}[$__rate_interval]))',
    variables: ["__rate_interval", "lokiTenant", "namespace"],
    metrics: ["loki_discarded_bytes_total"],
  }),
  memoryBytes: promql({
    expr: 'max by (pod) (process_resident_memory_bytes{namespace=~"$namespace"} and on (namespace, pod) loki_build_info{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_build_info", "process_resident_memory_bytes"],
  }),
  processorSeconds: promql({
    expr: 'max by (pod) (rate(process_cpu_seconds_total{namespace=~"$namespace"}[$__rate_interval]) and on (namespace, pod) loki_build_info{namespace=~"$namespace"})',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_build_info", "process_cpu_seconds_total"],
  }),
} as const satisfies Expressions;
