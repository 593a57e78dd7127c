import { isShared, type LokiRing } from "../ring/ring";
import { durationMs, formatDuration } from "../settings/durations";
import { quantityBytes } from "../settings/quantities";
import type { LokiSettings } from "../settings/schema";
import type { LokiStorage } from "../storage/storage";
import { queryLength, retention } from "./lokiOverrides";
import type {
  CommonConfig,
  CompactorConfig,
  EmbeddedCache,
  IngesterClientConfig,
  IngesterConfig,
  LimitsConfig,
  LokiConfig,
  SchemaPeriod,
  ServerConfig,
} from "./lokiConfigTypes";

/** Paths inside Loki's container. */
export const lokiPaths = {
  config: "/etc/loki/config",
  runtime: "/etc/loki/runtime",
  data: "/var/loki",
  wal: "/wal",
} as const;

const mebibyte = 2 ** 20;

/** Messages between replicas: the client's own default, where the server's is 4 MiB. */
const grpcMessageBytes = 100 * mebibyte;

export interface LokiConfigArgs {
  readonly namespace: string;
  readonly settings: LokiSettings;
  readonly storage: Pick<LokiStorage, "objectStore" | "objectStoreConfig" | "rulerStorageConfig">;
  readonly ring: Pick<LokiRing, "kvstore" | "heartbeatPeriod" | "heartbeatTimeout" | "memberlist">;
  /** Whether requests name their tenant. Without it every line belongs to the tenant `fake`. */
  readonly multiTenant: boolean;
}

/** Loki's configuration file. Valid on 3.7.6, without a key that the next major release removes. */
export function lokiConfig(args: LokiConfigArgs): LokiConfig {
  const { settings, storage, ring, multiTenant } = args;
  return {
    target: "all",
    auth_enabled: multiTenant,
    // Not ready at once, but serving until every client has taken this replica off its list.
    shutdown_delay: settings.replicas > 1 ? "10s" : "0s",
    analytics: { reporting_enabled: false },
    server: server(settings),
    common: common(settings, ring),
    ...(ring.memberlist === undefined ? {} : { memberlist: ring.memberlist }),
    schema_config: {
      configs: settings.schema.map(({ from }) => schemaPeriod(from, storage.objectStore)),
    },
    storage_config: {
      use_thanos_objstore: true,
      object_store: storage.objectStoreConfig,
      // On the volume: the index of the last 15 minutes exists nowhere else.
      tsdb_shipper: {
        active_index_directory: `${lokiPaths.data}/tsdb-active`,
        cache_location: `${lokiPaths.data}/tsdb-cache`,
      },
    },
    ingester: ingester(args),
    ...(isShared(ring) ? { ingester_client: ingesterClient } : {}),
    pattern_ingester: settings.patterns
      ? { enabled: true, lifecycler: { min_ready_duration: "0s" } }
      : { enabled: false },
    querier: { query_ingesters_within: settings.queryIngestersWithin },
    query_scheduler: { max_outstanding_requests_per_tenant: 4096 },
    frontend: {
      // Also how long a new replica waits for its first look at the ring of schedulers before it
      // can be ready: the default of 10 s is most of Loki's start.
      scheduler_dns_lookup_period: "1s",
      log_queries_longer_than: "5s",
      compress_responses: true,
      encoding: "protobuf",
    },
    frontend_worker: { dns_lookup_duration: "1s" },
    query_range: {
      align_queries_with_step: true,
      cache_results: true,
      results_cache: { cache: embeddedCache(settings.resultsCache) },
    },
    chunk_store_config: { chunk_cache_config: embeddedCache(settings.chunkCache) },
    compactor: compactor(settings, storage.objectStore),
    // Without sharding each replica would evaluate every rule.
    ruler: { enable_sharding: true, enable_api: true, rule_path: `${lokiPaths.data}/rules-temp` },
    ruler_storage: storage.rulerStorageConfig,
    runtime_config: { file: `${lokiPaths.runtime}/overrides.yaml`, period: "10s" },
    limits_config: limits(settings),
  };
}

function server(settings: LokiSettings): ServerConfig {
  // A connection must outlive the longest query, or the answer is cut off.
  const connection = formatDuration(durationMs(settings.limits.queryTimeout) + 10_000);
  return {
    http_listen_port: settings.httpPort,
    grpc_listen_port: settings.grpcPort,
    log_format: "json",
    http_server_read_timeout: connection,
    http_server_write_timeout: connection,
    grpc_server_max_recv_msg_size: grpcMessageBytes,
    grpc_server_max_send_msg_size: grpcMessageBytes,
  };
}

function common(settings: LokiSettings, ring: LokiConfigArgs["ring"]): CommonConfig {
  const { kvstore, heartbeatPeriod, heartbeatTimeout } = ring;
  return {
    path_prefix: lokiPaths.data,
    // Loki fills it in at the start; also the address the query frontend gives to the queriers.
    instance_addr: "${POD_IP}",
    replication_factor: settings.replicationFactor,
    persist_tokens: true,
    ring: {
      kvstore,
      ...(heartbeatPeriod === undefined ? {} : { heartbeat_period: heartbeatPeriod }),
      ...(heartbeatTimeout === undefined ? {} : { heartbeat_timeout: heartbeatTimeout }),
    },
  };
}

function schemaPeriod(from: string, objectStore: LokiStorage["objectStore"]): SchemaPeriod {
  const index = { prefix: "loki_index_", period: "24h" as const };
  return { from, store: "tsdb", object_store: objectStore, schema: "v13", index };
}

/**
 * After a connection to a replica is lost, five seconds pass before the next attempt: by then its
 * Service knows that it is not ready. The pool's own check would throw the connection away and with
 * it the pause.
 */
const ingesterClient: IngesterClientConfig = {
  pool_config: { health_check_ingesters: false },
  grpc_client_config: { connect_backoff_base_delay: "5s", connect_backoff_max_delay: "5s" },
};

function ingester({ namespace, settings, ring }: LokiConfigArgs): IngesterConfig {
  const { memoryLimit } = settings.resources;
  const ceiling =
    settings.walReplayCeiling === undefined
      ? 0.75 * quantityBytes(memoryLimit)
      : quantityBytes(settings.walReplayCeiling);
  return {
    lifecycler: {
      // Serving is as safe at once as after the default 15 s; a rollout waits by minReadySeconds.
      min_ready_duration: "0s",
      // The replica's own Service, which leads nowhere until it is ready. The ring still says active
      // of a replica that was killed, and Loki takes lines while it replays its log: those of the
      // log that were written to the same streams are then dropped as if they were known, for good.
      ...(isShared(ring) ? { address: `\${POD_NAME}.${namespace}.svc` } : {}),
    },
    chunk_encoding: settings.chunkEncoding,
    chunk_idle_period: "30m",
    max_chunk_age: settings.maxChunkAge,
    chunk_target_size: 1.5 * mebibyte,
    wal: {
      enabled: true,
      dir: lokiPaths.wal,
      flush_on_shutdown: true,
      // Loki's MB is a mebibyte.
      replay_memory_ceiling: `${Math.floor(ceiling / mebibyte)}MB`,
      disk_full_threshold: 0.9,
    },
  };
}

function embeddedCache(size: string): EmbeddedCache {
  const megabytes = Math.floor(quantityBytes(size) / mebibyte);
  return { embedded_cache: { enabled: true, max_size_mb: megabytes, ttl: "1h" } };
}

function compactor(
  settings: LokiSettings,
  objectStore: LokiStorage["objectStore"],
): CompactorConfig {
  const working_directory = `${lokiPaths.data}/compactor`;
  if (settings.retentionForever) {
    return { working_directory, retention_enabled: false };
  }
  return {
    working_directory,
    retention_enabled: true,
    delete_request_store: objectStore,
    // In the bucket: marks on a replica's own disk are forgotten when another one takes over.
    deletion_marker_object_store_prefix: "__retention_markers__/",
  };
}

function limits(settings: LokiSettings): LimitsConfig {
  return {
    ...(settings.retentionForever
      ? { max_query_length: queryLength(settings, true) }
      : { ...retention(settings), ...streamsOfFile(settings.streamRetention) }),
    reject_old_samples_max_age: settings.rejectOldSamplesMaxAge,
    query_timeout: settings.limits.queryTimeout,
    split_queries_by_interval: "1h",
    tsdb_max_query_parallelism: 128,
    max_query_series: 1000,
    max_line_size_truncate: true,
    allow_structured_metadata: true,
    volume_enabled: true,
    discover_service_name: ["service", "app", "application", "job"],
    // Several replicas would each keep delete requests of their own and answer by them.
    deletion_mode: settings.replicas > 1 ? "disabled" : "filter-and-delete",
  };
}

/** Loki expands `$` in this file, unlike in that of the overrides, and takes two for one. */
function streamsOfFile(streams: LokiSettings["streamRetention"]) {
  const literal = streams.map((stream) => ({
    ...stream,
    selector: stream.selector.replaceAll("$", "$$$$"),
  }));
  return literal.length === 0 ? {} : { retention_stream: literal };
}
