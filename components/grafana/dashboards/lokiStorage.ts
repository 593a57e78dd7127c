import { loki as ask } from "../../queries/loki";
import type { Row } from "./parts/layout";
import { statPanel, timeseriesPanel } from "./parts/panels";

const unscraped =
  "Nothing scrapes them, or not this namespace: docs/monitoring.md says how a Prometheus finds them";
const quiet = "It has not happened in this time, or nothing scrapes them: docs/monitoring.md";

const wal: Row = {
  title: "Write-ahead log",
  panels: [
    timeseriesPanel({
      title: "Volume in use",
      description: "Share of the volume of the log. At 0.9 a replica refuses lines.",
      unit: "percentunit",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.walVolume, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Bytes per second",
      description: "What each replica writes to its log.",
      unit: "binBps",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.walBytes, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Failed writes",
      description: "Writes that found the volume full, and checkpoints that failed.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.walFailures, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Last replay",
      description: "How long each replica read its log at its start.",
      unit: "s",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.walReplaySeconds, legend: "{{pod}}" }],
    }),
  ],
};

const chunks: Row = {
  title: "Chunks",
  panels: [
    timeseriesPanel({
      title: "Streams in memory",
      description: "By tenant, with every copy of the replication.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.memoryStreams, legend: "{{tenant}}" }],
    }),
    timeseriesPanel({
      title: "Chunks in memory",
      description: "Chunks that are not in the object store yet.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.memoryChunks, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Chunks flushed",
      description: "By reason: full and idle are usual, forced is a rollout.",
      unit: "cps",
      noValue: "No chunk was flushed in this time, or nothing scrapes Loki: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.chunksFlushed, legend: "{{reason}}" }],
    }),
    timeseriesPanel({
      title: "How full a chunk is",
      description:
        "When it is flushed. Many chunks that are nearly empty cost requests and slow queries.",
      unit: "percentunit",
      noValue: "No chunk was flushed in this time, or nothing scrapes Loki: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.chunkFill, legend: "mean" }],
    }),
    timeseriesPanel({
      title: "Waiting for a flush",
      description: "Streams in the queue.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.flushQueue, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Failed flushes",
      description: "They are tried again, and stay in memory and in the log until then.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.flushFailures, legend: "{{pod}}" }],
    }),
  ],
};

const compaction: Row = {
  title: "Compaction and retention",
  panels: [
    statPanel({
      title: "Since the last compaction",
      description: "It runs every ten minutes in one of the replicas.",
      unit: "s",
      noValue: "No replica has compacted since it started, or nothing scrapes Loki",
      width: 4,
      height: 6,
      queries: [{ expression: ask.sinceCompaction }],
    }),
    statPanel({
      title: "Since retention was applied",
      description: "What is past its retention is marked then, and deleted two hours later.",
      unit: "s",
      noValue: "Retention is off, was not applied since the start, or nothing scrapes Loki",
      width: 4,
      height: 6,
      queries: [{ expression: ask.sinceRetention }],
    }),
    timeseriesPanel({
      title: "Compactions by status",
      description: "Of index tables.",
      unit: "short",
      noValue: "None has run since the start, or nothing scrapes Loki: docs/monitoring.md",
      width: 8,
      height: 6,
      queries: [{ expression: ask.compactionsPerStatus, legend: "{{status}}" }],
    }),
    statPanel({
      title: "Files of marks",
      description: "Each lists chunks that are still to be deleted.",
      unit: "short",
      noValue: unscraped,
      width: 4,
      height: 6,
      queries: [{ expression: ask.markerFiles }],
    }),
    statPanel({
      title: "Requests to delete",
      description: "Requests of people that are still to be done.",
      unit: "short",
      noValue: unscraped,
      width: 4,
      height: 6,
      queries: [{ expression: ask.pendingDeletes }],
    }),
  ],
};

const store: Row = {
  title: "Object store",
  panels: [
    timeseriesPanel({
      title: "Operations",
      description: "By kind.",
      unit: "ops",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.storeOperations, legend: "{{operation}}" }],
    }),
    timeseriesPanel({
      title: "Failures",
      description: "By kind. Attempts that a later one made good count too.",
      unit: "ops",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.storeFailures, legend: "{{operation}}" }],
    }),
    timeseriesPanel({
      title: "Slowest operations",
      description: "One of a hundred takes longer.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.storeSeconds, legend: "{{operation}}" }],
    }),
  ],
};

const cache: Row = {
  title: "Cache",
  panels: [
    timeseriesPanel({
      title: "Hits",
      description: "Share of what was looked for. A curve that is missing: nobody asked.",
      unit: "percentunit",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.cacheHits, legend: "{{name}}" }],
    }),
    timeseriesPanel({
      title: "Size",
      description: "Memory of all replicas.",
      unit: "bytes",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.cacheBytes, legend: "{{cache}}" }],
    }),
    timeseriesPanel({
      title: "Evictions",
      description: "By reason.",
      unit: "ops",
      noValue: quiet,
      width: 8,
      queries: [{ expression: ask.cacheEvictions, legend: "{{cache}} {{reason}}" }],
    }),
  ],
};

const processes: Row = {
  title: "Processes",
  panels: [
    timeseriesPanel({
      title: "Memory",
      description: "Of each replica.",
      unit: "bytes",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.memoryBytes, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Processor",
      description: "Seconds of processor time each second.",
      unit: "short",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.processorSeconds, legend: "{{pod}}" }],
    }),
  ],
};

/** What is kept, and where. */
export const storageRows: readonly Row[] = [wal, chunks, compaction, store, cache, processes];
