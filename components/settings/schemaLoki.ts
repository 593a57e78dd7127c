import { z } from "zod";
import {
  bytesQuantity,
  duration,
  durationOrZero,
  memoryQuantity,
  port,
  resources,
  storageClass,
  type EnvironmentDefault,
} from "./fields";
import { checkedInteger, checkedText, matching, type Flaw } from "./flaws";

const volume = (size: string, holds: string) =>
  z
    .strictObject({
      size: bytesQuantity().default(size).describe(`Volume of each replica for ${holds}.`),
      storageClass: storageClass(),
    })
    .prefault({})
    .describe(`Volume for ${holds}.`);

const megabytes = () => z.number().positive();

const limits = z
  .strictObject({
    ingestionRateMb: megabytes().default(16).describe("MB/s a tenant may push, over all replicas."),
    ingestionBurstMb: megabytes().default(32).describe("MB a tenant may push at once."),
    perStreamRateMb: megabytes().default(5).describe("MB/s of one stream."),
    perStreamBurstMb: megabytes().default(20).describe("MB of one stream at once."),
    maxStreams: z
      .int()
      .min(1)
      .default(10_000)
      .describe("Active streams of a tenant, over all replicas."),
    maxLineKb: z.int().min(1).default(256).describe("KB of one line; longer lines are cut there."),
    queryTimeout: duration().default("5m").describe("Time one query may take."),
    maxQueryLength: duration()
      .optional()
      .describe("Time between the ends of one query. Unset: as long as lines are kept."),
  })
  .prefault({})
  .describe("What a tenant may use. A change takes effect without a restart.");

/** What one tenant may use, where it differs from the others. */
export const tenantLimits = () =>
  z
    .strictObject({
      ingestionRateMb: megabytes().optional().describe("MB/s it may push, over all replicas."),
      ingestionBurstMb: megabytes().optional().describe("MB it may push at once."),
      perStreamRateMb: megabytes().optional().describe("MB/s of one stream."),
      perStreamBurstMb: megabytes().optional().describe("MB of one stream at once."),
      maxStreams: z.int().min(1).optional().describe("Active streams, over all replicas."),
      maxQueryLength: duration().optional().describe("Time between the ends of one query."),
    })
    .prefault({})
    .describe("What the tenant may use. Unset: the same of `loki.limits`.");

const matcher = String.raw`[A-Za-z_]\w*\s*(?:=~|!~|!=|=)\s*(?:"(?:[^"\\]|\\.)*"|${"`[^`]*`"})`;
const selectorPattern = new RegExp(String.raw`^\{\s*${matcher}(?:\s*,\s*${matcher})*\s*\}$`);

/** Another time to keep the lines of some streams. */
export const streamRetention = z.strictObject({
  selector: checkedText(
    matching(selectorPattern, { expected: 'a stream selector such as {namespace="payments"}' }),
  )
    .meta({ examples: ['{namespace="payments"}'] })
    .describe('Stream selector such as {namespace="payments"}.'),
  period: durationOrZero()
    .meta({ examples: ["720h"] })
    .describe("How long lines of these streams are kept, in whole days."),
  priority: z
    .int()
    .min(1)
    .default(1)
    .describe("The highest priority wins where selectors overlap."),
});

const isoDate = () => z.iso.date().meta({ examples: ["2024-04-01"] });

const schemaPeriod = z.strictObject({
  from: isoDate().describe("First day (UTC) the period applies to."),
  addedOn: isoDate()
    .optional()
    .describe("Day (UTC) the period was added to a running stack. Every period but the first."),
  version: z
    .literal("v13")
    .meta({ row: "C65" })
    .default("v13")
    .describe("Version of Loki's index schema."),
});

function replicationFactorFlaw(value: number): Flaw | undefined {
  if (value === 1 || value === 3) {
    return undefined;
  }
  const reason = value === 2 ? ": with 2 both copies must answer, so one loss stops writes" : "";
  return { row: "C02", expected: `1 (dev) or 3${reason}`, set: 3 };
}

const copies = (byEnvironment: EnvironmentDefault) => ({
  replicas: z
    .int()
    .min(1)
    .max(99)
    .meta({ row: "C04" })
    .default(byEnvironment(1, 3))
    .describe("Loki pods, each with every part of Loki."),
  replicationFactor: checkedInteger(replicationFactorFlaw)
    .meta({ row: "C02" })
    .default(byEnvironment(1, 3))
    .describe("Copies of each line before a push is acknowledged by a majority of them."),
});

const keeping = (byEnvironment: EnvironmentDefault) => ({
  retentionPeriod: durationOrZero()
    .default(byEnvironment("720h", "2160h"))
    .describe("How long lines are kept, in whole days: 720h is 30 days."),
  retentionForever: z.boolean().default(false).describe("Never delete. Bucket expiry is off."),
  streamRetention: z.array(streamRetention).default([]).describe("Other periods for some streams."),
});

const memory = (byEnvironment: EnvironmentDefault) => ({
  walReplayCeiling: memoryQuantity()
    .optional()
    .describe("Memory a replay may use before it flushes. Unset: 75 % of the memory limit."),
  chunkCache: memoryQuantity()
    .default(byEnvironment("64Mi", "512Mi"))
    .describe("Memory of each replica for chunks read from the object store."),
  resultsCache: memoryQuantity()
    .default(byEnvironment("32Mi", "256Mi"))
    .describe("Memory of each replica for answers to queries."),
});

const timing = {
  maxChunkAge: duration().default("2h").describe("Age at which a chunk is flushed at the latest."),
  queryIngestersWithin: duration()
    .default("3h")
    .describe("How far back queries also ask the replicas for lines not yet flushed."),
  rejectOldSamplesMaxAge: duration().default("168h").describe("Older lines are refused."),
};

const placement = (byEnvironment: EnvironmentDefault) => ({
  antiAffinity: z
    .enum(["required", "preferred"])
    .default(byEnvironment("preferred", "required"))
    .describe("Whether two replicas may share a node when there is no other."),
  nodes: z
    .int()
    .min(1)
    .optional()
    .describe("Nodes the replicas can be placed on, where the stack knows it."),
  maxUnavailable: z
    .int()
    .min(1)
    .meta({ row: "C72" })
    .default(1)
    .describe("Replicas an eviction may take at once."),
});

/** The Loki replicas. */
export function lokiSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      ...copies(byEnvironment),
      ...keeping(byEnvironment),
      chunkEncoding: z
        .enum(["zstd", "snappy", "gzip"])
        .default("zstd")
        .describe("snappy reads 30-40 % cheaper and stores 1.77 times as much as zstd."),
      patterns: z
        .boolean()
        .default(false)
        .describe("Pattern ingester for Grafana's patterns view: 45 % more CPU per push."),
      wal: volume(byEnvironment("2Gi", "10Gi"), "the write-ahead log"),
      data: volume(byEnvironment("5Gi", "10Gi"), "index cache and compaction"),
      ...memory(byEnvironment),
      ...timing,
      limits,
      schema: z
        .array(schemaPeriod)
        .default([{ from: "2024-04-01", version: "v13" }])
        .describe("Periods of the index schema: only ever added to."),
      httpPort: port().default(3100).describe("Port of Loki's HTTP interface."),
      grpcPort: port().default(9095).describe("Port the replicas use among themselves."),
      ...placement(byEnvironment),
      resources: resources({
        cpuRequest: byEnvironment("100m", "500m"),
        memoryRequest: byEnvironment("512Mi", "2Gi"),
        memoryLimit: byEnvironment("1Gi", "4Gi"),
      }),
    })
    .prefault({})
    .describe("The Loki replicas.");
}
