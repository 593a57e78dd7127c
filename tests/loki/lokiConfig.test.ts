import { lokiConfig } from "../../components/loki/lokiConfig";
import { createRing } from "../../components/ring/ring";
import { prodSettings } from "../support/settings";
import {
  cache,
  consul,
  devConfig,
  gcs,
  ingester,
  ingesterClient,
  limits,
  period,
  prodConfig,
  queryRange,
  shared,
  shipper,
} from "./fixtures";

describe("lokiConfig", () => {
  test("is this for one process on a volume", () => {
    expect(devConfig()).toEqual({
      ...shared,
      auth_enabled: false,
      shutdown_delay: "0s",
      common: {
        path_prefix: "/var/loki",
        instance_addr: "${POD_IP}",
        replication_factor: 1,
        persist_tokens: true,
        ring: { kvstore: { store: "inmemory" } },
      },
      schema_config: { configs: [period("2024-04-01", "filesystem")] },
      storage_config: {
        use_thanos_objstore: true,
        object_store: { filesystem: { dir: "/var/loki/chunks" } },
        tsdb_shipper: shipper,
      },
      ingester: ingester("768MB"),
      query_range: queryRange(32),
      chunk_store_config: { chunk_cache_config: cache(64) },
      compactor: {
        working_directory: "/var/loki/compactor",
        retention_enabled: true,
        delete_request_store: "filesystem",
        deletion_marker_object_store_prefix: "__retention_markers__/",
      },
      ruler_storage: { backend: "filesystem", filesystem: { dir: "/var/loki/rules" } },
      limits_config: {
        ...limits,
        retention_period: "720h",
        max_query_lookback: "720h",
        max_query_length: "721h",
        deletion_mode: "filter-and-delete",
      },
    });
  });

  test("is this for three replicas with Consul and a bucket", () => {
    expect(prodConfig()).toEqual({
      ...shared,
      auth_enabled: true,
      shutdown_delay: "10s",
      common: {
        path_prefix: "/var/loki",
        instance_addr: "${POD_IP}",
        replication_factor: 3,
        persist_tokens: true,
        ring: { kvstore: consul.kvstore, heartbeat_period: "15s", heartbeat_timeout: "10m" },
      },
      schema_config: { configs: [period("2024-04-01", "gcs")] },
      storage_config: {
        use_thanos_objstore: true,
        object_store: { gcs: { bucket_name: "acme-loki-chunks" } },
        tsdb_shipper: shipper,
      },
      ingester: ingester("3072MB", { address: "${POD_NAME}.logs.svc" }),
      ingester_client: ingesterClient,
      query_range: queryRange(256),
      chunk_store_config: { chunk_cache_config: cache(512) },
      compactor: {
        working_directory: "/var/loki/compactor",
        retention_enabled: true,
        delete_request_store: "gcs",
        deletion_marker_object_store_prefix: "__retention_markers__/",
      },
      ruler_storage: { backend: "gcs", gcs: { bucket_name: "acme-loki-ruler" } },
      limits_config: {
        ...limits,
        retention_period: "2160h",
        max_query_lookback: "2160h",
        max_query_length: "2161h",
        deletion_mode: "disabled",
      },
    });
  });

  test("has the gossip of replicas that find each other", () => {
    const { ring: settings } = prodSettings({ ring: { kind: "memberlist" } });
    const peersHost = "loki-headless.loki.svc";
    const ring = createRing({ settings, namespace: "loki", peersHost, consulImage: "" }, {});
    const args = { namespace: "loki", storage: gcs, ring, multiTenant: true };
    const config = lokiConfig({ ...args, settings: prodSettings().loki });
    expect({ memberlist: config.memberlist, ring: config.common.ring }).toEqual({
      memberlist: {
        bind_port: 7946,
        join_members: ["loki-headless.loki.svc:7946"],
        cluster_label: "loki-headless.loki.svc",
        abort_if_cluster_join_fails: false,
      },
      ring: {
        kvstore: { store: "memberlist" },
        heartbeat_period: "15s",
        heartbeat_timeout: "10m",
      },
    });
  });
});
