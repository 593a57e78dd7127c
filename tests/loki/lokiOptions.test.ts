import { lokiOverrides } from "../../components/loki/lokiOverrides";
import { tenantsOf } from "../../components/settings/tenants";
import { prodSettings } from "../support/settings";
import { cache, devConfig, ingester, limits, period, queryRange, shared } from "./fixtures";

describe("a setting", () => {
  test.each<{ what: string; loki: Record<string, unknown>; changes: object }>([
    {
      what: "keeps lines for ever",
      loki: { retentionForever: true },
      changes: {
        compactor: { working_directory: "/var/loki/compactor", retention_enabled: false },
        limits_config: { ...limits, deletion_mode: "filter-and-delete", max_query_length: "0s" },
      },
    },
    {
      what: "keeps some streams longer, and lets queries reach as far",
      loki: {
        retentionPeriod: "48h",
        streamRetention: [
          { selector: '{namespace="payments",app=~"api|web$"}', period: "720h", priority: 2 },
          { selector: '{level="debug"}', period: "24h" },
        ],
      },
      changes: {
        limits_config: {
          ...limits,
          retention_period: "48h",
          // Loki takes two dollar signs for one.
          retention_stream: [
            { selector: '{namespace="payments",app=~"api|web$$"}', period: "720h", priority: 2 },
            { selector: '{level="debug"}', period: "24h", priority: 1 },
          ],
          max_query_lookback: "720h",
          max_query_length: "721h",
          deletion_mode: "filter-and-delete",
        },
      },
    },
    {
      what: "finds patterns, without the wait of 15 s",
      loki: { patterns: true },
      changes: { pattern_ingester: { enabled: true, lifecycler: { min_ready_duration: "0s" } } },
    },
    {
      what: "writes chunks another way, and flushes at another age",
      loki: { chunkEncoding: "snappy", maxChunkAge: "1h", walReplayCeiling: "300Mi" },
      changes: {
        ingester: { ...ingester("300MB"), chunk_encoding: "snappy", max_chunk_age: "1h" },
      },
    },
    {
      what: "uses part of another memory limit for a replay",
      loki: { resources: { memoryLimit: "1500Mi" } },
      changes: { ingester: ingester("1125MB") },
    },
    {
      what: "has another period of the index",
      loki: {
        schema: [{ from: "2024-04-01" }, { from: "2026-12-01", addedOn: "2026-11-01" }],
      },
      changes: {
        schema_config: {
          configs: [period("2024-04-01", "filesystem"), period("2026-12-01", "filesystem")],
        },
      },
    },
    {
      what: "lets connections outlive a longer query",
      loki: { limits: { queryTimeout: "1h30m" }, httpPort: 3101, grpcPort: 9096 },
      changes: {
        server: {
          ...shared.server,
          http_listen_port: 3101,
          grpc_listen_port: 9096,
          http_server_read_timeout: "5410s",
          http_server_write_timeout: "5410s",
        },
        limits_config: {
          ...limits,
          query_timeout: "1h30m",
          retention_period: "720h",
          max_query_lookback: "720h",
          max_query_length: "721h",
          deletion_mode: "filter-and-delete",
        },
      },
    },
    {
      what: "asks replicas for older lines and takes older ones",
      loki: { queryIngestersWithin: "6h", rejectOldSamplesMaxAge: "24h" },
      changes: {
        querier: { query_ingesters_within: "6h" },
        limits_config: {
          ...limits,
          reject_old_samples_max_age: "24h",
          retention_period: "720h",
          max_query_lookback: "720h",
          max_query_length: "721h",
          deletion_mode: "filter-and-delete",
        },
      },
    },
    {
      what: "has caches of another size",
      loki: { chunkCache: "1Gi", resultsCache: "100Mi" },
      changes: {
        query_range: queryRange(100),
        chunk_store_config: { chunk_cache_config: cache(1024) },
      },
    },
  ])("$what", ({ loki, changes }) => {
    expect(devConfig(loki)).toEqual({ ...devConfig(), ...changes });
  });
});

describe("lokiOverrides", () => {
  const overrides = (tenants: object[], loki: object = {}) => {
    const settings = prodSettings({ tenants, loki });
    return lokiOverrides(tenantsOf(settings), settings.loki).overrides;
  };
  const usual = {
    ingestion_rate_mb: 16,
    ingestion_burst_size_mb: 32,
    per_stream_rate_limit: "5MB",
    per_stream_rate_limit_burst: "20MB",
    max_global_streams_per_user: 10_000,
    max_line_size: "256KB",
  };

  test("limits each tenant, in Loki's units", () => {
    expect(overrides([{ id: "a" }, { id: "b" }])).toEqual({ a: usual, b: usual });
  });

  test.each([
    [0.2, "209716B"],
    [1.5, "1572864B"],
    [1e-9, "1B"],
  ])("%d MB of a stream are whole bytes", (perStreamRateMb, size) => {
    const limits = { perStreamRateMb, perStreamBurstMb: perStreamRateMb };
    expect(overrides([{ id: "a", limits }])["a"]).toEqual({
      ...usual,
      per_stream_rate_limit: size,
      per_stream_rate_limit_burst: size,
    });
  });

  test("takes each limit from the settings, and a tenant's own before the stack's", () => {
    const limits = {
      ingestionRateMb: 1.5,
      ingestionBurstMb: 3,
      perStreamRateMb: 2,
      perStreamBurstMb: 4,
      maxStreams: 100,
      maxLineKb: 64,
    };
    const own = { ingestionRateMb: 4, maxStreams: 7, maxQueryLength: "48h" };
    const expected = {
      ingestion_rate_mb: 1.5,
      ingestion_burst_size_mb: 3,
      per_stream_rate_limit: "2MB",
      per_stream_rate_limit_burst: "4MB",
      max_global_streams_per_user: 100,
      max_line_size: "64KB",
    };
    expect(overrides([{ id: "a" }, { id: "b", limits: own }], { limits })).toEqual({
      a: expected,
      b: {
        ...expected,
        ingestion_rate_mb: 4,
        max_global_streams_per_user: 7,
        max_query_length: "48h",
      },
    });
  });

  test("keeps a tenant's lines as long as it says, and its selectors as they are", () => {
    const payments = { selector: '{app=~"pay$"}', period: "4800h", priority: 2 };
    const streamRetention = [{ selector: '{app="a"}', period: "8760h" }];
    expect(
      overrides(
        [
          { id: "a", retentionPeriod: "168h", streamRetention: [] },
          { id: "b", streamRetention: [payments] },
          { id: "c" },
        ],
        { streamRetention },
      ),
    ).toEqual({
      a: {
        ...usual,
        retention_period: "168h",
        retention_stream: [],
        max_query_lookback: "168h",
        max_query_length: "169h",
      },
      b: {
        ...usual,
        retention_period: "2160h",
        retention_stream: [payments],
        max_query_lookback: "4800h",
        max_query_length: "4801h",
      },
      c: usual,
    });
  });

  test("says nothing of retention where lines are kept for ever: no query may be cut short", () => {
    const streamRetention = [{ selector: '{app="a"}', period: "8760h" }];
    const forEver = { retentionForever: true };
    expect(overrides([{ id: "a", streamRetention }], forEver)).toEqual({ a: usual });
  });
});
