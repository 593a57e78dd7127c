import { promql, type Expressions } from "./expression";

/** The agents on the nodes. */
export const collector = {
  agents: promql({
    expr: 'count(promtail_build_info{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["promtail_build_info"],
  }),
  targets: promql({
    expr: 'sum by (pod) (promtail_targets_active_total{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["promtail_targets_active_total"],
  }),
  files: promql({
    expr: 'sum by (pod) (promtail_files_active_total{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["promtail_files_active_total"],
  }),
  linesRead: promql({
    expr: 'sum by (pod) (rate(promtail_read_lines_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_read_lines_total"],
  }),
  linesSent: promql({
    expr: 'sum by (pod) (rate(promtail_sent_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_sent_entries_total"],
  }),
  bytesSent: promql({
    expr: 'sum by (pod) (rate(promtail_sent_bytes_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_sent_bytes_total"],
  }),
  /** Lines that an agent gave up. */
  dropped: promql({
    expr: 'sum by (pod, reason) (rate(promtail_dropped_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_dropped_entries_total"],
  }),
  droppedInAll: promql({
    expr: 'sum(increase(promtail_dropped_entries_total{namespace=~"$namespace"}[$__range]))',
    variables: ["__range", "namespace"],
    metrics: ["promtail_dropped_entries_total"],
  }),
  pushesPerStatus: promql({
    expr: 'sum by (status_code) (rate(promtail_request_duration_seconds_count{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_request_duration_seconds"],
  }),
  pushSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (pod, le) (rate(promtail_request_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_request_duration_seconds"],
  }),
  retries: promql({
    expr: 'sum by (pod) (rate(promtail_batch_retries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["promtail_batch_retries_total"],
  }),
  /** What stands in the files and is not read yet. */
  backlogBytes: promql({
    expr: 'sum by (pod) (promtail_file_bytes_total{namespace=~"$namespace"} - promtail_read_bytes_total{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["promtail_file_bytes_total", "promtail_read_bytes_total"],
  }),
  failedTargets: promql({
    expr: 'sum by (pod, reason) (promtail_targets_failed_total{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["promtail_targets_failed_total"],
  }),
  memoryBytes: promql({
    expr: 'max by (pod) (process_resident_memory_bytes{namespace=~"$namespace"} and on (namespace, pod) promtail_build_info{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["process_resident_memory_bytes", "promtail_build_info"],
  }),
  processorSeconds: promql({
    expr: 'max by (pod) (rate(process_cpu_seconds_total{namespace=~"$namespace"}[$__rate_interval]) and on (namespace, pod) promtail_build_info{namespace=~"$namespace"})',
    variables: ["__rate_interval", "namespace"],
    metrics: ["process_cpu_seconds_total", "promtail_build_info"],
  }),
} as const satisfies Expressions;
