import { lokiConfig } from "../../components/loki/lokiConfig";
import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import { filesystemStorage } from "../../components/storage/filesystemStorage";
import type { LokiStorage } from "../../components/storage/storage";
import { devSettings, prodSettings } from "../support/settings";

type Store = Pick<LokiStorage, "objectStore" | "objectStoreConfig" | "rulerStorageConfig">;

export const inmemory = { kvstore: { store: "inmemory" } } as const;
export const consul = {
  kvstore: { store: "consul", prefix: "collectors/", consul: { host: "consul.loki.svc:8500" } },
  heartbeatPeriod: "15s",
  heartbeatTimeout: "10m",
} as const;

export const gcs: Store = {
  objectStore: "gcs",
  objectStoreConfig: { gcs: { bucket_name: "acme-loki-chunks" } },
  rulerStorageConfig: { backend: "gcs", gcs: { bucket_name: "acme-loki-ruler" } },
};

export const devConfig = (loki: Record<string, unknown> = {}): LokiConfig =>
  lokiConfig({
    namespace: "logs",
    settings: devSettings({ loki }).loki,
    storage: filesystemStorage,
    ring: inmemory,
    multiTenant: false,
  });

export const prodConfig = (loki: Record<string, unknown> = {}): LokiConfig =>
  lokiConfig({
    namespace: "logs",
    settings: prodSettings({ loki }).loki,
    storage: gcs,
    ring: consul,
    multiTenant: true,
  });

/** What both stacks have. */
export const shared = {
  target: "all",
  analytics: { reporting_enabled: false },
  query_scheduler: { max_outstanding_requests_per_tenant: 4096 },
  frontend: {
    scheduler_dns_lookup_period: "1s",
    log_queries_longer_than: "5s",
    compress_responses: true,
    encoding: "protobuf",
  },
  frontend_worker: { dns_lookup_duration: "1s" },
  server: {
    http_listen_port: 3100,
    grpc_listen_port: 9095,
    log_format: "json",
    http_server_read_timeout: "310s",
    http_server_write_timeout: "310s",
    grpc_server_max_recv_msg_size: 104_857_600,
    grpc_server_max_send_msg_size: 104_857_600,
  },
  ruler: { enable_sharding: true, enable_api: true, rule_path: "/var/loki/rules-temp" },
  runtime_config: { file: "/etc/loki/runtime/overrides.yaml", period: "10s" },
  querier: { query_ingesters_within: "3h" },
  pattern_ingester: { enabled: false },
} as const;

export const shipper = {
  active_index_directory: "/var/loki/tsdb-active",
  cache_location: "/var/loki/tsdb-cache",
};
export const cache = (megabytes: number) => ({
  embedded_cache: { enabled: true, max_size_mb: megabytes, ttl: "1h" },
});
export const queryRange = (megabytes: number) => ({
  align_queries_with_step: true,
  cache_results: true,
  results_cache: { cache: cache(megabytes) },
});
export const period = (from: string, object_store: string) => ({
  from,
  store: "tsdb",
  object_store,
  schema: "v13",
  index: { prefix: "loki_index_", period: "24h" },
});
/** How replicas reach each other where the ring outlives them. */
export const ingesterClient = {
  pool_config: { health_check_ingesters: false },
  grpc_client_config: { connect_backoff_base_delay: "5s", connect_backoff_max_delay: "5s" },
};
export const ingester = (ceiling: string, lifecycler: object = {}) => ({
  lifecycler: { min_ready_duration: "0s", ...lifecycler },
  chunk_encoding: "zstd",
  chunk_idle_period: "30m",
  max_chunk_age: "2h",
  chunk_target_size: 1_572_864,
  wal: {
    enabled: true,
    dir: "/wal",
    flush_on_shutdown: true,
    replay_memory_ceiling: ceiling,
    disk_full_threshold: 0.9,
  },
});
export const limits = {
  reject_old_samples_max_age: "168h",
  query_timeout: "5m",
  split_queries_by_interval: "1h",
  tsdb_max_query_parallelism: 128,
  max_query_series: 1000,
  max_line_size_truncate: true,
  allow_structured_metadata: true,
  volume_enabled: true,
  discover_service_name: ["service", "app", "application", "job"],
};
