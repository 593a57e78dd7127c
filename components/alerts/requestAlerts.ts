import { burnRates, lokiMetrics } from "../queries/alertsLoki";
import type { Alert } from "./alert";
import type { MetricAlertName } from "./alertNames";
import type { AlertCircumstances } from "./metricAlerts";

type MetricAlert = Alert<MetricAlertName>;

/** How Loki answers who writes and who reads. */
export const requestAlerts = (circumstances: AlertCircumstances): MetricAlert[] => [
  ...presenceAlerts(circumstances),
  ...answerAlerts(circumstances),
];

function presenceAlerts({ scope, replicas }: AlertCircumstances): MetricAlert[] {
  return [
    {
      name: "LokiNoMetrics",
      severity: "critical",
      expr: lokiMetrics.noMetrics(scope),
      for: "15m",
      summary: "No metrics of Loki come in from the namespace {{ $labels.namespace }}",
      description:
        `Prometheus has had no series loki_build_info with the label namespace="${scope.namespace}" for 15 minutes:` +
        " Loki is away, or it is not scraped. Every other alert on it is blind.",
      dashboard: "loki",
    },
    {
      name: "LokiReplicasMissing",
      severity: "warning",
      expr: lokiMetrics.replicasMissing(scope, replicas),
      for: "10m",
      summary: "Loki has fewer replicas than it should",
      description: `{{ $value }} of ${replicas} replicas in {{ $labels.namespace }} have answered Prometheus for 10 minutes.`,
      dashboard: "loki",
    },
  ];
}

function answerAlerts({ scope }: AlertCircumstances): MetricAlert[] {
  return [
    {
      name: "LokiRequestErrors",
      severity: "critical",
      expr: lokiMetrics.requestErrors(scope),
      for: "15m",
      summary: "Loki fails requests of {{ $labels.route }}",
      description:
        "{{ $value | humanizePercentage }} of the requests of {{ $labels.route }} in {{ $labels.namespace }} have failed for 15 minutes; 10% is too many.",
      dashboard: "loki",
    },
    {
      name: "LokiRequestPanics",
      severity: "critical",
      expr: lokiMetrics.panics(scope),
      for: "0m",
      summary: "Loki has panicked",
      description:
        "{{ $labels.pod }} in {{ $labels.namespace }} has panicked {{ $value | humanize }} times in 10 minutes.",
      dashboard: "loki",
    },
    {
      name: "LokiRequestLatency",
      severity: "critical",
      expr: lokiMetrics.requestLatency(scope),
      for: "15m",
      summary: "Loki is slow at {{ $labels.route }}",
      description:
        "One request in a hundred of {{ $labels.route }} in {{ $labels.namespace }} has taken {{ $value | humanizeDuration }} or longer for 15 minutes; 1s is too long. Queries are not among them.",
      dashboard: "loki",
    },
    {
      name: "LokiQueryLatency",
      severity: "warning",
      expr: lokiMetrics.queryLatency(scope),
      for: "15m",
      summary: "Queries are slow at {{ $labels.route }}",
      description:
        "One query in a hundred of {{ $labels.route }} in {{ $labels.namespace }} has taken {{ $value | humanizeDuration }} or longer for 15 minutes; 30s is too long.",
      dashboard: "loki",
    },
    {
      name: "LokiDiscarding",
      severity: "warning",
      expr: lokiMetrics.discarding(scope),
      for: "10m",
      summary: "Loki refuses lines of {{ $labels.tenant }}: {{ $labels.reason }}",
      description:
        "{{ $value | humanize }} lines a second of the tenant {{ $labels.tenant }} have been refused for 10 minutes, because of {{ $labels.reason }}.",
      dashboard: "loki",
    },
  ];
}

type Budget = Pick<MetricAlert, "dashboard" | "runbook"> & {
  readonly fast: MetricAlertName;
  readonly slow: MetricAlertName;
  readonly what: string;
  /** Per cent of requests that shall not fail. */
  readonly objective: number;
  readonly expr: typeof lokiMetrics.pushBurns;
};

/** Errors that use up a month's budget in two days, and in five. */
export function budgetAlerts({ scope, objectives }: AlertCircumstances): MetricAlert[] {
  const budgets: Budget[] = [
    {
      ...{ fast: "LokiPushBudgetFast", slow: "LokiPushBudgetSlow", runbook: "loki-push-budget" },
      ...{ what: "pushes", objective: objectives.push, expr: lokiMetrics.pushBurns },
      dashboard: "loki",
    },
    {
      ...{ fast: "LokiQueryBudgetFast", slow: "LokiQueryBudgetSlow", runbook: "loki-query-budget" },
      ...{ what: "queries", objective: objectives.query, expr: lokiMetrics.queryBurns },
      dashboard: "loki",
    },
  ];
  return budgets.flatMap(({ fast, slow, what, objective, expr, ...rest }): MetricAlert[] => [
    {
      name: fast,
      severity: "critical",
      expr: expr(scope, burnRates.fast, objective),
      for: "2m",
      summary: `Failed ${what} use up the month's budget in two days`,
      description: `{{ $value | humanizePercentage }} of the ${what} in {{ $labels.namespace }} have failed in an hour, and as many in the last 5 minutes: 14.4 times what ${objective}% allows.`,
      ...rest,
    },
    {
      name: slow,
      severity: "warning",
      expr: expr(scope, burnRates.slow, objective),
      for: "15m",
      summary: `Failed ${what} use up the month's budget in five days`,
      description: `{{ $value | humanizePercentage }} of the ${what} in {{ $labels.namespace }} have failed in 6 hours, and as many in the last 30 minutes: 6 times what ${objective}% allows.`,
      ...rest,
    },
  ]);
}
