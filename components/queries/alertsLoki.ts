/** Whose series an expression looks at: Prometheus puts the namespace of a pod on each of them. */
export interface MetricScope {
  /** Namespace of Loki, its ring, the gateway and the canary. */
  readonly namespace: string;
  /** Namespace of the collector. */
  readonly collectorNamespace: string;
}

/** Routes by which lines come in. */
const pushRoutes = "loki_api_v1_push|otlp_v1_logs";

/** Routes by which people and dashboards ask. */
const queryRoutes = "loki_api_v1_(query|query_range|series|labels?|label_name_values)";

/**
 * Streams that stay open, and inner parts of queries, which take as long as what was asked.
 * @see https://grafana.com/docs/loki/latest/operations/meta-monitoring/
 */
const longRoutes =
  "(?i).*(tail|schedulerpb|frontendpb|httpgrpc|querier|query|series|label|volume|stats|pattern|detected).*";

const failures = `status_code=~"5.."`;

const requests = (matchers: string, window: string) =>
  `sum by (namespace) (rate(loki_request_duration_seconds_count{${matchers}}[${window}]))`;

/** Share of requests that failed through no fault of who sent them. */
const errorShare = (matchers: string, window: string) =>
  `${requests(`${matchers}, ${failures}`, window)} / ${requests(matchers, window)}`;

/**
 * Whether errors eat the budget of a month faster than `factor` times, over a long window, and still
 * do over a short one, so that the alert ends soon after the errors.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
function burns(routes: string, { namespace }: MetricScope, rate: BurnRate, objective: number) {
  const matchers = `namespace="${namespace}", route=~"${routes}"`;
  // Whole thousandths of a per cent: 100 - 99.9 is not 0.1 to a computer.
  const budget = Math.round((100 - objective) * 1_000) / 100_000;
  const most = Number((rate.factor * budget).toPrecision(6));
  return (
    `(${errorShare(matchers, rate.long)} > ${most})` +
    ` and (${errorShare(matchers, rate.short)} > ${most})`
  );
}

/** How fast a budget of errors is used up, and over which windows it is seen. */
export interface BurnRate {
  readonly long: string;
  readonly short: string;
  readonly factor: number;
}

/** Two hundredths of the month's budget in an hour, and a twentieth in six. */
export const burnRates = {
  fast: { long: "1h", short: "5m", factor: 14.4 },
  slow: { long: "6h", short: "30m", factor: 6 },
} as const satisfies Record<string, BurnRate>;

/** What Loki's own metrics are asked. PromQL. */
export const lokiMetrics = {
  requestErrors: ({ namespace }: MetricScope) => {
    const rate = (more: string) =>
      `sum by (namespace, route) (rate(loki_request_duration_seconds_count{namespace="${namespace}"${more}}[5m]))`;
    return `${rate(`, ${failures}`)} / ${rate("")} > 0.1`;
  },

  panics: ({ namespace }: MetricScope) =>
    `sum by (namespace, pod) (increase(loki_panic_total{namespace="${namespace}"}[10m])) > 0`,

  requestLatency: ({ namespace }: MetricScope) =>
    `histogram_quantile(0.99, sum by (namespace, route, le) (rate(` +
    `loki_request_duration_seconds_bucket{namespace="${namespace}", route!~"${longRoutes}"}[5m]))) > 1`,

  queryLatency: ({ namespace }: MetricScope) =>
    `histogram_quantile(0.99, sum by (namespace, route, le) (rate(` +
    `loki_request_duration_seconds_bucket{namespace="${namespace}", route=~"${queryRoutes}"}[5m]))) > 30`,

  pushBurns: (scope: MetricScope, rate: BurnRate, objective: number) =>
    burns(pushRoutes, scope, rate, objective),

  queryBurns: (scope: MetricScope, rate: BurnRate, objective: number) =>
    burns(queryRoutes, scope, rate, objective),

  noMetrics: ({ namespace }: MetricScope) => `absent(loki_build_info{namespace="${namespace}"})`,

  replicasMissing: ({ namespace }: MetricScope, replicas: number) =>
    `count by (namespace) (loki_build_info{namespace="${namespace}"}) < ${replicas}`,

  discarding: ({ namespace }: MetricScope) =>
    `sum by (namespace, tenant, reason) (rate(loki_discarded_samples_total{namespace="${namespace}"}[5m])) > 0`,

  ringUnhealthy: ({ namespace }: MetricScope) =>
    `max by (namespace, name) (loki_ring_members{namespace="${namespace}", state="Unhealthy"}) > 0`,

  /** The series of one of the rings has no prefix. */
  consulErrors: ({ namespace }: MetricScope) =>
    `sum by (namespace) (rate({__name__=~"(loki_)?consul_request_duration_seconds_count",` +
    ` namespace="${namespace}", ${failures}}[5m])) > 0`,

  receivedAboveEstimate: ({ namespace }: MetricScope, bytesPerDay: number) =>
    `sum by (namespace) (increase(loki_distributor_bytes_received_total{namespace="${namespace}"}[24h]))` +
    ` > ${Math.round(1.5 * bytesPerDay)}`,

  /** Every copy is written by a replica of its own, under the same name. */
  storedAboveEstimate: ({ namespace }: MetricScope, bytesPerDay: number, copies: number) =>
    `sum by (namespace) (increase(loki_ingester_chunk_stored_bytes_total{namespace="${namespace}"}[24h]))` +
    ` / ${copies} > ${Math.round(1.5 * bytesPerDay)}`,

  rulesFail: ({ namespace }: MetricScope) =>
    `sum by (namespace, user) (increase(loki_prometheus_rule_evaluation_failures_total{namespace="${namespace}"}[10m])) > 0`,

  alertsNotDelivered: ({ namespace }: MetricScope) =>
    `sum by (namespace, alertmanager) (increase(loki_prometheus_notifications_dropped_total{namespace="${namespace}"}[10m])) > 0`,
} as const;
