import type { KvStoreConfig, MemberlistConfig } from "../ring/ring";
import type { ObjectStoreConfig, RulerStorageConfig } from "../storage/storage";

/** Rules that Loki reads from a folder and never writes. */
interface LocalRulerStorage {
  backend: "local";
  local: { directory: string };
}

/**
 * The part of Loki's configuration file that the program writes, in Loki's own spelling.
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export interface LokiConfig {
  target: "all";
  auth_enabled: boolean;
  shutdown_delay: string;
  analytics: { reporting_enabled: boolean };
  server: ServerConfig;
  common: CommonConfig;
  memberlist?: MemberlistConfig & Partial<GrpcTls>;
  schema_config: { configs: SchemaPeriod[] };
  storage_config: {
    use_thanos_objstore: true;
    object_store: ObjectStoreConfig;
    tsdb_shipper: { active_index_directory: string; cache_location: string };
  };
  ingester: IngesterConfig;
  ingester_client?: IngesterClientConfig;
  pattern_ingester: {
    enabled: boolean;
    lifecycler?: { min_ready_duration: string };
    client_config?: { grpc_client_config: GrpcTls };
  };
  querier: { query_ingesters_within: string };
  query_scheduler: { max_outstanding_requests_per_tenant: number; grpc_client_config?: GrpcTls };
  frontend: {
    scheduler_dns_lookup_period: string;
    log_queries_longer_than: string;
    compress_responses: boolean;
    encoding: "protobuf";
    grpc_client_config?: GrpcTls;
  };
  frontend_worker: {
    dns_lookup_duration: string;
    query_frontend_grpc_client?: GrpcTls;
    query_scheduler_grpc_client?: GrpcTls;
  };
  query_range: {
    align_queries_with_step: boolean;
    cache_results: boolean;
    results_cache: { cache: EmbeddedCache };
  };
  chunk_store_config: { chunk_cache_config: EmbeddedCache };
  compactor: CompactorConfig;
  compactor_grpc_client?: GrpcTls;
  ruler: {
    enable_sharding: boolean;
    enable_api: boolean;
    rule_path: string;
    alertmanager_url?: string;
    external_url?: string | undefined;
    datasource_uid?: string | undefined;
    ruler_client?: GrpcTls;
  };
  ruler_storage: RulerStorageConfig | LocalRulerStorage;
  runtime_config: { file: string; period: string };
  limits_config: LimitsConfig;
}

export interface ServerConfig {
  http_listen_port: number;
  grpc_listen_port: number;
  log_format: "json";
  http_server_read_timeout: string;
  http_server_write_timeout: string;
  grpc_server_max_recv_msg_size: number;
  grpc_server_max_send_msg_size: number;
  http_tls_config?: ServerTls;
  grpc_tls_config?: ServerTls & {
    client_auth_type: "RequireAndVerifyClientCert";
    client_ca_file: string;
  };
}

/** The certificate of a port. */
export interface ServerTls {
  cert_file: string;
  key_file: string;
}

/** The certificate of a client, and whom it trusts. */
export interface GrpcTls {
  tls_enabled: true;
  tls_cert_path: string;
  tls_key_path: string;
  tls_ca_path: string;
  tls_server_name: string;
}

export interface CommonConfig {
  path_prefix: string;
  instance_addr: string;
  replication_factor: number;
  persist_tokens: boolean;
  ring: {
    kvstore: KvStoreConfig;
    heartbeat_period?: string;
    heartbeat_timeout?: string;
  };
}

export interface SchemaPeriod {
  from: string;
  store: "tsdb";
  object_store: "filesystem" | "s3" | "gcs";
  schema: "v13";
  index: { prefix: string; period: "24h" };
}

/** How a replica reaches the ingesters of all replicas. */
export interface IngesterClientConfig {
  pool_config?: { health_check_ingesters: boolean };
  grpc_client_config: Partial<GrpcTls> & {
    connect_backoff_base_delay?: string;
    connect_backoff_max_delay?: string;
  };
}

export interface IngesterConfig {
  lifecycler: { min_ready_duration: string; address?: string };
  chunk_encoding: "zstd" | "snappy" | "gzip";
  chunk_idle_period: string;
  max_chunk_age: string;
  chunk_target_size: number;
  wal: {
    enabled: true;
    dir: string;
    flush_on_shutdown: boolean;
    replay_memory_ceiling: string;
    disk_full_threshold: number;
  };
}

export interface EmbeddedCache {
  embedded_cache: { enabled: true; max_size_mb: number; ttl: string };
}

export interface CompactorConfig {
  working_directory: string;
  retention_enabled: boolean;
  delete_request_store?: "filesystem" | "s3" | "gcs";
  deletion_marker_object_store_prefix?: string;
}

export interface LimitsConfig {
  retention_period?: string;
  retention_stream?: { selector: string; period: string; priority: number }[];
  max_query_lookback?: string;
  max_query_length: string;
  reject_old_samples_max_age: string;
  query_timeout: string;
  split_queries_by_interval: string;
  tsdb_max_query_parallelism: number;
  max_query_series: number;
  max_line_size_truncate: boolean;
  allow_structured_metadata: boolean;
  volume_enabled: boolean;
  discover_service_name: string[];
  deletion_mode: "disabled" | "filter-and-delete";
}

/**
 * Loki's runtime overrides: read again every few seconds, so a change needs no restart.
 * @see https://grafana.com/docs/loki/latest/configure/#runtime-configuration-file
 */
export interface LokiOverrides {
  overrides: Record<string, TenantLimits>;
}

export interface TenantLimits {
  ingestion_rate_mb: number;
  ingestion_burst_size_mb: number;
  per_stream_rate_limit: string;
  per_stream_rate_limit_burst: string;
  max_global_streams_per_user: number;
  max_line_size: string;
  retention_period?: string;
  retention_stream?: { selector: string; period: string; priority: number }[];
  max_query_lookback?: string;
  max_query_length?: string;
}
