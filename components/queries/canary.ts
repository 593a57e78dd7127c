import { promql, type Expressions } from "./expression";

/** Whether lines come in and out, as loki-canary sees it. */
export const canary = {
  written: promql({
    expr: 'sum by (pod) (rate(loki_canary_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_entries_total"],
  }),
  /** Lines that no query found within five minutes. */
  missing: promql({
    expr: 'sum by (pod) (increase(loki_canary_missing_entries_total{namespace=~"$namespace"}[$__range]))',
    variables: ["__range", "namespace"],
    metrics: ["loki_canary_missing_entries_total"],
  }),
  missingShare: promql({
    expr: 'sum(increase(loki_canary_missing_entries_total{namespace=~"$namespace"}[$__range])) / sum(increase(loki_canary_entries_total{namespace=~"$namespace"}[$__range]))',
    variables: ["__range", "namespace"],
    metrics: ["loki_canary_entries_total", "loki_canary_missing_entries_total"],
  }),
  lateByWebsocket: promql({
    expr: 'sum by (pod) (rate(loki_canary_websocket_missing_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_websocket_missing_entries_total"],
  }),
  /** Lines that were there and were not found again. */
  missingLater: promql({
    expr: 'sum by (pod) (rate(loki_canary_spot_check_missing_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_spot_check_missing_entries_total"],
  }),
  lookedUpLater: promql({
    expr: 'sum by (pod) (rate(loki_canary_spot_check_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_spot_check_entries_total"],
  }),
  unexpected: promql({
    expr: 'sum by (pod) (rate(loki_canary_unexpected_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_unexpected_entries_total"],
  }),
  duplicates: promql({
    expr: 'sum by (pod) (rate(loki_canary_duplicate_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_duplicate_entries_total"],
  }),
  outOfOrder: promql({
    expr: 'sum by (pod) (rate(loki_canary_out_of_order_entries_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_out_of_order_entries_total"],
  }),
  /** Half of the lines, and all but one of a hundred. */
  seconds: promql({
    expr: 'histogram_quantile(0.5, sum by (le) (rate(loki_canary_response_latency_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_response_latency_seconds"],
  }),
  slowestSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (le) (rate(loki_canary_response_latency_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_response_latency_seconds"],
  }),
  spotCheckSeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (le) (rate(loki_canary_spot_check_request_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_spot_check_request_duration_seconds"],
  }),
  countQuerySeconds: promql({
    expr: 'histogram_quantile(0.99, sum by (le) (rate(loki_canary_metric_test_request_duration_seconds_bucket{namespace=~"$namespace"}[$__rate_interval])))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_metric_test_request_duration_seconds"],
  }),
  /** What a query counts, of what was written. */
  countedShare: promql({
    expr: 'min by (pod) (loki_canary_metric_test_actual{namespace=~"$namespace"} / loki_canary_metric_test_expected{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["loki_canary_metric_test_actual", "loki_canary_metric_test_expected"],
  }),
  cacheDifferences: promql({
    expr: 'sum by (pod) (increase(loki_canary_cache_test_query_results_diff_total{namespace=~"$namespace"}[$__range]))',
    variables: ["__range", "namespace"],
    metrics: ["loki_canary_cache_test_query_results_diff_total"],
  }),
  cacheTests: promql({
    expr: 'sum by (status) (increase(loki_canary_cache_test_query_results_total{namespace=~"$namespace"}[$__range]))',
    variables: ["__range", "namespace"],
    metrics: ["loki_canary_cache_test_query_results_total"],
  }),
  reconnects: promql({
    expr: 'sum by (pod) (rate(loki_canary_ws_reconnects_total{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["loki_canary_ws_reconnects_total"],
  }),
} as const satisfies Expressions;
