import { z } from "zod";
import { bytesQuantity, duration, port, resources, type EnvironmentDefault } from "./fields";

const volume = (size: string, holds: string) =>
  z
    .strictObject({
      size: bytesQuantity().default(size).describe(`Volume of each replica for ${holds}.`),
      storageClass: z.string().optional().describe("Unset: the cluster's default class."),
    })
    .prefault({});

const limits = z
  .strictObject({
    ingestionRateMb: z.number().default(16).describe("MB/s a tenant may push, over all replicas."),
    ingestionBurstMb: z.number().default(32).describe("MB a tenant may push at once."),
    perStreamRateMb: z.number().default(5).describe("MB/s of one stream."),
    perStreamBurstMb: z.number().default(20).describe("MB of one stream at once."),
    maxStreams: z.int().default(10_000).describe("Active streams of a tenant, over all replicas."),
    maxLineKb: z.int().default(256).describe("KB of one line; longer lines are cut there."),
    queryTimeout: duration().default("5m").describe("Time one query may take."),
  })
  .prefault({});

const streamRetention = z.strictObject({
  selector: z.string().describe('Stream selector such as {namespace="payments"}.'),
  period: duration().describe("How long lines of these streams are kept, in whole days."),
  priority: z.int().default(1).describe("The highest priority wins where selectors overlap."),
});

const schemaPeriod = z.strictObject({
  from: z.iso.date().describe("First day (UTC) the period applies to."),
  addedOn: z.iso
    .date()
    .optional()
    .describe("Day (UTC) the period was added to a running stack. Every period but the first."),
  version: z.literal("v13").default("v13"),
});

const wal = (byEnvironment: EnvironmentDefault) => ({
  wal: volume(byEnvironment("2Gi", "10Gi"), "the write-ahead log"),
  walReplayCeiling: bytesQuantity()
    .optional()
    .describe("Memory a replay may use before it flushes. Unset: 75 % of the memory limit."),
});

const timing = {
  maxChunkAge: duration().default("2h").describe("Age at which a chunk is flushed at the latest."),
  queryIngestersWithin: duration()
    .default("3h")
    .describe("How far back queries also ask the replicas for lines not yet flushed."),
  rejectOldSamplesMaxAge: duration().default("168h").describe("Older lines are refused."),
};

/** The Loki replicas. */
export function lokiSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      replicas: z.int().min(1).max(99).default(byEnvironment(1, 3)),
      replicationFactor: z
        .int()
        .default(byEnvironment(1, 3))
        .describe("Copies of each line before a push is acknowledged by a majority of them."),
      retentionPeriod: duration()
        .default(byEnvironment("720h", "2160h"))
        .describe("How long lines are kept, in whole days: 720h is 30 days."),
      retentionForever: z.boolean().default(false).describe("Never delete. Bucket expiry is off."),
      streamRetention: z.array(streamRetention).default([]),
      chunkEncoding: z
        .enum(["zstd", "snappy", "gzip"])
        .default("zstd")
        .describe("snappy reads 30-40 % cheaper and stores 1.77 times as much as zstd."),
      patterns: z
        .boolean()
        .default(false)
        .describe("Pattern ingester for Grafana's patterns view: 45 % more CPU per push."),
      ...wal(byEnvironment),
      data: volume(byEnvironment("5Gi", "10Gi"), "index cache and compaction"),
      chunkCache: bytesQuantity().default(byEnvironment("64Mi", "512Mi")),
      resultsCache: bytesQuantity().default(byEnvironment("32Mi", "256Mi")),
      ...timing,
      limits,
      schema: z.array(schemaPeriod).default([{ from: "2024-04-01", version: "v13" }]),
      httpPort: port().default(3100),
      grpcPort: port().default(9095),
      antiAffinity: z
        .enum(["required", "preferred"])
        .default(byEnvironment("preferred", "required"))
        .describe("Whether two replicas may share a node when there is no other."),
      nodes: z
        .int()
        .optional()
        .describe("Nodes the replicas can be placed on, where the stack knows it."),
      maxUnavailable: z.int().min(1).default(1).describe("Replicas an eviction may take at once."),
      resources: resources({
        cpuRequest: byEnvironment("100m", "500m"),
        memoryRequest: byEnvironment("512Mi", "2Gi"),
        memoryLimit: byEnvironment("1Gi", "4Gi"),
      }),
    })
    .prefault({});
}
