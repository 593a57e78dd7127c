import type { MetricAlertName } from "../../../components/alerts/alertNames";
import { loki, type AlertCases } from "./case";

const namespace = { namespace: "loki" };
const pod = { ...namespace, pod: "loki-0" };

const usage = `loki_ingester_wal_disk_usage_percent{${loki()}}`;
const diskFull = `loki_ingester_wal_disk_full_failures_total{${loki()}}`;
const damages = `loki_ingester_wal_corruptions_total{${loki('type="other"')}}`;
const flushFailures = `loki_ingester_chunks_flush_failures_total{${loki()}}`;
const operations = (metric: string) =>
  `loki_objstore_bucket_${metric}_total{${loki('operation="upload"')}}`;
const running = (ordinal: number) =>
  `loki_boltdb_shipper_compactor_running{namespace="loki",pod="loki-${ordinal}"}`;
const lastCompaction = (ordinal: number) =>
  `loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds{namespace="loki",pod="loki-${ordinal}"}`;
const lastRetention = (ordinal: number) =>
  `loki_compactor_apply_retention_last_successful_run_timestamp_seconds{namespace="loki",pod="loki-${ordinal}"}`;
const marker = `loki_boltdb_shipper_retention_sweeper_marker_file_processing_current_time{${loki('from="s3_2024-04-01"')}}`;
const oldestDelete = `loki_compactor_oldest_pending_delete_request_age_seconds{${loki()}}`;
const received = `loki_distributor_bytes_received_total{${loki('tenant="shop"')}}`;
const stored = (ordinal: number) =>
  `loki_ingester_chunk_stored_bytes_total{namespace="loki",pod="loki-${ordinal}",tenant="shop"}`;

/** Three replicas of which none but the first has run: those that are not the compactor say 0. */
const runs = (last: typeof lastCompaction, values: string) => ({
  [last(0)]: values,
  [last(1)]: "0x1600",
  [last(2)]: "0x1600",
});

export const storageCases = {
  LokiWalDiskFilling: {
    firing: {
      series: { [usage]: "0.75x30" },
      at: "10m",
      labels: pod,
      description:
        "The volume of loki-0's write-ahead log in loki is 75% full. At 90% the replica refuses lines.",
    },
    quiet: { series: { [usage]: "0.69x30" }, at: "10m" },
  },
  LokiWalDiskNearlyFull: {
    firing: {
      series: { [usage]: "0.88x30" },
      at: "10m",
      labels: pod,
      description:
        "The volume of loki-0's write-ahead log in loki is 88% full. At 90% the replica refuses lines.",
    },
    quiet: { series: { [usage]: "0.84x30" }, at: "10m" },
  },
  LokiWalDiskFull: {
    firing: {
      series: { [diskFull]: "0+10x30" },
      at: "10m",
      labels: pod,
      description:
        "loki-0 in loki has failed 50 writes of its log in 5 minutes, because the volume is full.",
    },
    quiet: { series: { [diskFull]: "10x30" }, at: "10m" },
  },
  LokiWalDamaged: {
    // The series comes with the first damage.
    firing: {
      series: { [damages]: "_x100 1x30" },
      at: "110m",
      labels: pod,
      description:
        "loki-0 in loki has found 1 damages in its log within the last hour and left out what they hide.",
    },
    quiet: { series: { [damages]: "1x200" }, at: "150m" },
  },
  LokiFlushFailing: {
    firing: {
      series: { [flushFailures]: "0+60x30" },
      at: "15m",
      labels: pod,
      description:
        "loki-0 in loki has failed 1 flushes a second for 10 minutes. The lines stay in its memory and its log until it can.",
    },
    quiet: { series: { [flushFailures]: "0+60x4 240x30" }, at: "15m" },
  },
  LokiObjectStoreFailing: {
    firing: {
      series: {
        [operations("operations")]: "0+100x30",
        [operations("operation_failures")]: "0+30x30",
      },
      at: "15m",
      labels: { ...namespace, operation: "upload" },
      description:
        "30% of the operations upload on the bucket of loki have failed for 10 minutes; 10% is too many.",
    },
    quiet: {
      series: {
        [operations("operations")]: "0+100x30",
        [operations("operation_failures")]: "0+5x30",
      },
      at: "15m",
    },
  },
  LokiSeveralCompactors: {
    firing: {
      series: { [running(0)]: "1x30", [running(1)]: "1x30", [running(2)]: "0x30" },
      at: "10m",
      labels: namespace,
      description:
        "2 replicas in loki have taken themselves for the compactor for 5 minutes. There must be one.",
    },
    quiet: {
      series: { [running(0)]: "1x30", [running(1)]: "0x30", [running(2)]: "0x30" },
      at: "10m",
    },
  },
  LokiNoCompactor: {
    firing: {
      series: { [running(0)]: "0x30", [running(1)]: "0x30", [running(2)]: "0x30" },
      at: "20m",
      labels: namespace,
      description:
        "0 replicas in loki have been the compactor for 15 minutes. There must be one: nothing is compacted and nothing expires.",
    },
    quiet: {
      series: { [running(0)]: "0x30", [running(1)]: "1x30", [running(2)]: "0x30" },
      at: "20m",
    },
  },
  LokiCompactionStale: {
    firing: {
      series: runs(lastCompaction, "60x1600"),
      at: "5h",
      labels: namespace,
      description:
        "The last successful compaction in loki was 4h 59m 0s ago. It runs every 10 minutes.",
    },
    quiet: { series: runs(lastCompaction, "0+60x1600"), at: "5h" },
  },
  LokiCompactionNever: {
    firing: {
      series: runs(lastCompaction, "0x1600"),
      at: "5h",
      labels: namespace,
      description:
        "No replica in loki has compacted the index since it started (the time of the last run is 0). It runs every 10 minutes.",
    },
    quiet: { series: runs(lastCompaction, "60x1600"), at: "5h" },
  },
  LokiRetentionStale: {
    firing: {
      series: runs(lastRetention, "60x1600"),
      at: "7h",
      labels: namespace,
      description:
        "The last successful run of the retention in loki was 6h 59m 0s ago. It runs every 10 minutes; 6h is too long.",
    },
    quiet: { series: runs(lastRetention, "0+60x1600"), at: "7h" },
  },
  LokiRetentionNever: {
    firing: {
      series: runs(lastRetention, "0x1600"),
      at: "5h",
      labels: namespace,
      description:
        "No replica in loki has applied the retention since it started (the time of the last run is 0). It runs every 10 minutes.",
    },
    quiet: { series: runs(lastRetention, "0+60x1600"), at: "5h" },
  },
  LokiRetentionMarksStuck: {
    firing: {
      series: { [marker]: "60x1600" },
      at: "26h",
      labels: namespace,
      description:
        "The compactor of loki works on chunks that it marked 1d 1h 59m 0s ago. They should go after 2 hours.",
    },
    // 0 is nothing in work.
    quiet: { series: { [marker]: "0x1600" }, at: "26h" },
  },
  LokiDeletesStuck: {
    firing: {
      series: { [oldestDelete]: "90000x90" },
      at: "80m",
      labels: namespace,
      description: "The oldest request to delete lines in loki has waited for 1d 1h 0m 0s.",
    },
    quiet: { series: { [oldestDelete]: "3600x90" }, at: "80m" },
  },
  LokiReceivedAboveEstimate: {
    firing: {
      series: { [received]: "0+60000000x1600" },
      at: "26h",
      labels: namespace,
      description: "86.4GB have come in to loki in 24 hours. Planned are 50 GB a day.",
    },
    quiet: { series: { [received]: "0+40000000x1600" }, at: "26h" },
  },
  LokiStoredAboveEstimate: {
    firing: {
      series: {
        [stored(0)]: "0+20000000x1600",
        [stored(1)]: "0+20000000x1600",
        [stored(2)]: "0+20000000x1600",
      },
      at: "26h",
      labels: namespace,
      description: "28.8GB have been stored in loki in 24 hours. Planned are 10 GB a day.",
    },
    // Three copies of what was planned.
    quiet: {
      series: {
        [stored(0)]: "0+7000000x1600",
        [stored(1)]: "0+7000000x1600",
        [stored(2)]: "0+7000000x1600",
      },
      at: "26h",
    },
  },
} as const satisfies Partial<Record<MetricAlertName, AlertCases>>;
