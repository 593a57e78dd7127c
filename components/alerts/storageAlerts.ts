import { storageMetrics } from "../queries/alertsStorage";
import { lokiMetrics } from "../queries/alertsLoki";
import type { Alert } from "./alert";
import type { MetricAlertName } from "./alertNames";
import type { AlertCircumstances } from "./metricAlerts";

type MetricAlert = Alert<MetricAlertName>;

/** The volumes of the write-ahead log. */
export function walAlerts({ scope }: AlertCircumstances): MetricAlert[] {
  const disk = { dashboard: "loki", runbook: "loki-wal-disk" } as const;
  return [
    {
      name: "LokiWalDiskFilling",
      severity: "warning",
      expr: storageMetrics.walAbove(scope, 0.7),
      for: "5m",
      summary: "The write-ahead log of {{ $labels.pod }} fills its volume",
      description:
        "The volume of {{ $labels.pod }}'s write-ahead log in {{ $labels.namespace }} is {{ $value | humanizePercentage }} full. At 90% the replica refuses lines.",
      ...disk,
    },
    {
      name: "LokiWalDiskNearlyFull",
      severity: "critical",
      expr: storageMetrics.walAbove(scope, 0.85),
      for: "1m",
      summary: "The write-ahead log of {{ $labels.pod }} has nearly filled its volume",
      description:
        "The volume of {{ $labels.pod }}'s write-ahead log in {{ $labels.namespace }} is {{ $value | humanizePercentage }} full. At 90% the replica refuses lines.",
      ...disk,
    },
    {
      name: "LokiWalDiskFull",
      severity: "critical",
      expr: storageMetrics.walFull(scope),
      for: "0m",
      summary: "{{ $labels.pod }} cannot write its write-ahead log",
      description:
        "{{ $labels.pod }} in {{ $labels.namespace }} has failed {{ $value | humanize }} writes of its log in 5 minutes, because the volume is full.",
      ...disk,
    },
    {
      name: "LokiWalDamaged",
      severity: "warning",
      expr: storageMetrics.walDamaged(scope),
      for: "0m",
      summary: "The write-ahead log of {{ $labels.pod }} was damaged",
      description:
        "{{ $labels.pod }} in {{ $labels.namespace }} has found {{ $value | humanize }} damages in its log within the last hour and left out what they hide.",
      dashboard: "loki",
    },
  ];
}

/** The bucket, and the replica that tidies it up. */
export const storeAlerts = (circumstances: AlertCircumstances): MetricAlert[] => [
  ...bucketAlerts(circumstances),
  ...compactorAlerts(circumstances),
];

function bucketAlerts({ scope }: AlertCircumstances): MetricAlert[] {
  return [
    {
      name: "LokiFlushFailing",
      severity: "critical",
      expr: storageMetrics.flushFails(scope),
      for: "10m",
      summary: "{{ $labels.pod }} cannot store its chunks",
      description:
        "{{ $labels.pod }} in {{ $labels.namespace }} has failed {{ $value | humanize }} flushes a second for 10 minutes. The lines stay in its memory and its log until it can.",
      dashboard: "loki",
    },
    {
      name: "LokiObjectStoreFailing",
      severity: "critical",
      expr: storageMetrics.objectStoreFails(scope),
      for: "10m",
      summary: "The object store fails at {{ $labels.operation }}",
      description:
        "{{ $value | humanizePercentage }} of the operations {{ $labels.operation }} on the bucket of {{ $labels.namespace }} have failed for 10 minutes; 10% is too many.",
      dashboard: "loki",
    },
  ];
}

function compactorAlerts({ scope }: AlertCircumstances): MetricAlert[] {
  const compaction = { dashboard: "loki", runbook: "loki-compaction-stale" } as const;
  return [
    {
      name: "LokiSeveralCompactors",
      severity: "warning",
      expr: storageMetrics.severalCompactors(scope),
      for: "5m",
      summary: "More than one replica compacts the index",
      description:
        "{{ $value }} replicas in {{ $labels.namespace }} have taken themselves for the compactor for 5 minutes. There must be one.",
      dashboard: "loki",
    },
    {
      name: "LokiNoCompactor",
      severity: "critical",
      expr: storageMetrics.noCompactor(scope),
      for: "15m",
      summary: "No replica compacts the index",
      description:
        "{{ $value }} replicas in {{ $labels.namespace }} have been the compactor for 15 minutes. There must be one: nothing is compacted and nothing expires.",
      dashboard: "loki",
    },
    {
      name: "LokiCompactionStale",
      severity: "critical",
      expr: storageMetrics.compactionStale(scope),
      for: "1h",
      summary: "The index has not been compacted for hours",
      description:
        "The last successful compaction in {{ $labels.namespace }} was {{ $value | humanizeDuration }} ago. It runs every 10 minutes.",
      ...compaction,
    },
    {
      name: "LokiCompactionNever",
      severity: "critical",
      expr: storageMetrics.compactionNever(scope),
      for: "1h",
      summary: "The index has never been compacted",
      description:
        "No replica in {{ $labels.namespace }} has compacted the index since it started (the time of the last run is {{ $value }}). It runs every 10 minutes.",
      ...compaction,
    },
  ];
}

/** What must go, where lines are not kept for ever. */
export function retentionAlerts({ scope, deletes }: AlertCircumstances): MetricAlert[] {
  const retention = { dashboard: "loki", runbook: "loki-retention-stale" } as const;
  const requests: MetricAlert = {
    name: "LokiDeletesStuck",
    severity: "warning",
    expr: storageMetrics.deletesStuck(scope),
    for: "1h",
    summary: "A request to delete lines is not carried out",
    description:
      "The oldest request to delete lines in {{ $labels.namespace }} has waited for {{ $value | humanizeDuration }}.",
    dashboard: "loki",
  };
  return [
    {
      name: "LokiRetentionStale",
      severity: "critical",
      expr: storageMetrics.retentionStale(scope),
      for: "15m",
      summary: "Lines past their retention are not deleted",
      description:
        "The last successful run of the retention in {{ $labels.namespace }} was {{ $value | humanizeDuration }} ago. It runs every 10 minutes; 6h is too long.",
      ...retention,
    },
    {
      name: "LokiRetentionNever",
      severity: "critical",
      expr: storageMetrics.retentionNever(scope),
      for: "1h",
      summary: "The retention has never run",
      description:
        "No replica in {{ $labels.namespace }} has applied the retention since it started (the time of the last run is {{ $value }}). It runs every 10 minutes.",
      ...retention,
    },
    {
      name: "LokiRetentionMarksStuck",
      severity: "warning",
      expr: storageMetrics.marksStuck(scope),
      for: "1h",
      summary: "Chunks that are marked for deletion stay",
      description:
        "The compactor of {{ $labels.namespace }} works on chunks that it marked {{ $value | humanizeDuration }} ago. They should go after 2 hours.",
      dashboard: "loki",
    },
    ...(deletes ? [requests] : []),
  ];
}

/** Half as much again as was planned for, where the stack says what that is. */
export function estimateAlerts(circumstances: AlertCircumstances): MetricAlert[] {
  const { scope, estimates, copies } = circumstances;
  const { receivedBytes, storedBytes } = estimates;
  const received = (bytes: number): MetricAlert => ({
    name: "LokiReceivedAboveEstimate",
    severity: "warning",
    expr: lokiMetrics.receivedAboveEstimate(scope, bytes),
    for: "1h",
    summary: "Half as many lines again come in as were planned for",
    description: `{{ $value | humanize }}B have come in to {{ $labels.namespace }} in 24 hours. Planned are ${gigabytes(bytes)} GB a day.`,
    dashboard: "logVolume",
  });
  const stored = (bytes: number): MetricAlert => ({
    name: "LokiStoredAboveEstimate",
    severity: "warning",
    expr: lokiMetrics.storedAboveEstimate(scope, bytes, copies),
    for: "1h",
    summary: "Half as much again is stored as was planned for",
    description: `{{ $value | humanize }}B have been stored in {{ $labels.namespace }} in 24 hours. Planned are ${gigabytes(bytes)} GB a day.`,
    dashboard: "logVolume",
  });
  return [
    ...(receivedBytes === undefined ? [] : [received(receivedBytes)]),
    ...(storedBytes === undefined ? [] : [stored(storedBytes)]),
  ];
}

const gigabytes = (bytes: number) => bytes / 1e9;
