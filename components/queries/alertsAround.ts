import type { MetricScope } from "./alertsLoki";

/** What is asked of the collector. PromQL. Where there is no answer its status is -1. */
export const collectorMetrics = {
  requestErrors: ({ collectorNamespace }: MetricScope) => {
    const rate = (more: string) =>
      `sum by (namespace, pod) (rate(promtail_request_duration_seconds_count{namespace="${collectorNamespace}"${more}}[5m]))`;
    return `${rate(`, status_code=~"5..|-1"`)} / ${rate("")} > 0.1`;
  },

  requestLatency: ({ collectorNamespace }: MetricScope) =>
    `histogram_quantile(0.99, sum by (namespace, pod, le) (rate(` +
    `promtail_request_duration_seconds_bucket{namespace="${collectorNamespace}"}[5m]))) > 1`,

  fileMissing: ({ collectorNamespace }: MetricScope) =>
    `promtail_file_bytes_total{namespace="${collectorNamespace}"}` +
    ` unless promtail_read_bytes_total{namespace="${collectorNamespace}"}`,

  dropping: ({ collectorNamespace }: MetricScope) =>
    `sum by (namespace, pod, reason) (rate(promtail_dropped_entries_total{namespace="${collectorNamespace}"}[5m])) > 0`,

  behind: ({ collectorNamespace }: MetricScope) =>
    `sum by (namespace, pod) (clamp_min(promtail_file_bytes_total{namespace="${collectorNamespace}"}` +
    ` - promtail_read_bytes_total{namespace="${collectorNamespace}"}, 0)) > ${64 * 2 ** 20}`,

  noMetrics: ({ collectorNamespace }: MetricScope) =>
    `absent(promtail_build_info{namespace="${collectorNamespace}"})`,
} as const;

/** What is asked of Consul's servers. PromQL. */
export const consulMetrics = {
  /** Its autopilot says nothing at all where there is no leader. */
  noLeader: ({ namespace }: MetricScope) =>
    `sum by (namespace) (consul_server_isLeader{namespace="${namespace}"}) < 1`,

  notHealthy: ({ namespace }: MetricScope) =>
    `max by (namespace) (consul_autopilot_healthy{namespace="${namespace}"}) < 1`,

  noTolerance: ({ namespace }: MetricScope) =>
    `max by (namespace) (consul_autopilot_failure_tolerance{namespace="${namespace}"}) < 1`,
} as const;

/** What is asked of loki-canary. PromQL. */
export const canaryMetrics = {
  losesLines: ({ namespace }: MetricScope) =>
    `sum by (namespace) (increase(loki_canary_missing_entries_total{namespace="${namespace}"}[15m])) > 0`,

  slow: ({ namespace }: MetricScope) =>
    `histogram_quantile(0.99, sum by (namespace, le) (rate(` +
    `loki_canary_response_latency_seconds_bucket{namespace="${namespace}"}[5m]))) > 5`,
} as const;

/** What is asked of the gateway. PromQL. */
export const gatewayMetrics = {
  /** Each minute. Whom a request was as is no label. */
  unauthorized: ({ namespace }: MetricScope) =>
    `60 * sum by (namespace) (rate(caddy_http_request_duration_seconds_count{namespace="${namespace}", server="gateway", code="401"}[5m])) > 10`,
} as const;
