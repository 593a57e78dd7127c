import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import type { ObjectStoreConfig } from "../../components/storage/storage";

/** The configuration of a Loki that does nothing but read a bucket. */
export type ReadOnlyConfig = ReturnType<typeof readOnlyConfig>;

/**
 * Makes of a running Loki's configuration that of a second one which reads the same bucket, or a
 * copy of it, and nothing else: a querier alone has no way to write an object or to delete one, and
 * it asks no ingester.
 * @param bucket name of the copy
 */
export function readOnlyConfig(live: LokiConfig, bucket?: string) {
  const { common, storage_config: storage } = live;
  // It is alone: its gRPC port is for nobody but itself.
  const server = { ...live.server, grpc_tls_config: undefined };
  const { object_store: store } = storage;
  return {
    target: "querier",
    auth_enabled: live.auth_enabled,
    analytics: live.analytics,
    server,
    common: {
      path_prefix: common.path_prefix,
      instance_addr: common.instance_addr,
      replication_factor: 1,
      ring: { kvstore: { store: "inmemory" } },
      // A querier does not start without one. Itself: it is asked for delete requests and has none.
      compactor_grpc_address: `127.0.0.1:${server.grpc_listen_port}`,
    },
    schema_config: live.schema_config,
    storage_config: {
      ...storage,
      object_store: bucket === undefined ? store : inBucket(store, bucket),
      // The default of five minutes is how long new index files would stay unseen.
      tsdb_shipper: { ...storage.tsdb_shipper, resync_interval: "15s" },
    },
    querier: { query_store_only: true },
    pattern_ingester: { enabled: false },
    chunk_store_config: live.chunk_store_config,
    runtime_config: live.runtime_config,
    limits_config: { ...live.limits_config, deletion_mode: "disabled" },
  };
}

function inBucket(store: ObjectStoreConfig, bucket: string): ObjectStoreConfig {
  if ("s3" in store) {
    return { s3: { ...store.s3, bucket_name: bucket } };
  }
  return "gcs" in store ? { gcs: { ...store.gcs, bucket_name: bucket } } : store;
}

/** Name of the bucket; nothing where chunks are on a volume. */
export function bucketOf({ object_store: store }: LokiConfig["storage_config"]) {
  if ("s3" in store) {
    return store.s3.bucket_name;
  }
  return "gcs" in store ? store.gcs.bucket_name : undefined;
}
