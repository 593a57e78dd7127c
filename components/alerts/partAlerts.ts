import {
  canaryMetrics,
  collectorMetrics,
  consulMetrics,
  gatewayMetrics,
} from "../queries/alertsAround";
import { lokiMetrics } from "../queries/alertsLoki";
import type { Alert } from "./alert";
import type { MetricAlertName } from "./alertNames";
import type { AlertCircumstances } from "./metricAlerts";

type MetricAlert = Alert<MetricAlertName>;

/** The rings of the replicas, and Loki's way to where they are kept. */
export function ringAlerts({ scope, consulServers }: AlertCircumstances): MetricAlert[] {
  const consul: MetricAlert = {
    name: "LokiConsulErrors",
    severity: "critical",
    expr: lokiMetrics.consulErrors(scope),
    for: "2m",
    summary: "Loki cannot use Consul",
    description:
      "{{ $value | humanize }} requests a second of Loki's to Consul in {{ $labels.namespace }} have failed for 2 minutes. After ring.heartbeatTimeout (10 minutes) Loki refuses lines and queries.",
    dashboard: "consul",
  };
  return [
    {
      name: "LokiRingUnhealthy",
      severity: "warning",
      expr: lokiMetrics.ringUnhealthy(scope),
      for: "5m",
      summary: "The ring {{ $labels.name }} has a member that is not healthy",
      description:
        "{{ $value }} members of the ring {{ $labels.name }} in {{ $labels.namespace }} have been unhealthy for 5 minutes. No new replica becomes ready beside one.",
      dashboard: "loki",
    },
    ...(consulServers === 0 ? [] : [consul]),
  ];
}

/** Loki's own rules: those of the alerts on lines. */
export const rulerAlerts = ({ scope }: AlertCircumstances): MetricAlert[] => [
  {
    name: "LokiRulesFailing",
    severity: "warning",
    expr: lokiMetrics.rulesFail(scope),
    for: "10m",
    summary: "Alerts on the lines of {{ $labels.user }} cannot be evaluated",
    description:
      "{{ $value | humanize }} evaluations of rules of the tenant {{ $labels.user }} have failed in 10 minutes, so their alerts do not fire.",
    dashboard: "loki",
  },
  {
    name: "LokiAlertsNotDelivered",
    severity: "critical",
    expr: lokiMetrics.alertsNotDelivered(scope),
    for: "0m",
    summary: "Loki's alerts do not reach the Alertmanager",
    description:
      "{{ $value | humanize }} alerts for {{ $labels.alertmanager }} were thrown away in 10 minutes.",
    dashboard: "loki",
  },
];

/** The agents on the nodes. */
export const collectorAlerts = (circumstances: AlertCircumstances): MetricAlert[] => [
  ...deliveryAlerts(circumstances),
  ...readingAlerts(circumstances),
];

const deliveryAlerts = ({ scope }: AlertCircumstances): MetricAlert[] => [
  {
    name: "PromtailNoMetrics",
    severity: "critical",
    expr: collectorMetrics.noMetrics(scope),
    for: "15m",
    summary: "No metrics of the collector come in from the namespace {{ $labels.namespace }}",
    description: `Prometheus has had no series promtail_build_info with the label namespace="${scope.collectorNamespace}" for 15 minutes: no agent runs, or none is scraped.`,
    dashboard: "collector",
  },
  {
    name: "PromtailRequestErrors",
    severity: "critical",
    expr: collectorMetrics.requestErrors(scope),
    for: "15m",
    summary: "{{ $labels.pod }} cannot deliver lines",
    description:
      "{{ $value | humanizePercentage }} of the pushes of {{ $labels.pod }} in {{ $labels.namespace }} have failed for 15 minutes; 10% is too many. It tries again for as long as collector.retryFor says.",
    dashboard: "collector",
  },
  {
    name: "PromtailRequestLatency",
    severity: "warning",
    expr: collectorMetrics.requestLatency(scope),
    for: "15m",
    summary: "{{ $labels.pod }} delivers slowly",
    description:
      "One push in a hundred of {{ $labels.pod }} in {{ $labels.namespace }} has taken {{ $value | humanizeDuration }} or longer for 15 minutes; 1s is too long.",
    dashboard: "collector",
  },
];

/** What an agent does not read, and what it throws away. */
const readingAlerts = ({ scope }: AlertCircumstances): MetricAlert[] => [
  {
    name: "PromtailFileMissing",
    severity: "warning",
    expr: collectorMetrics.fileMissing(scope),
    for: "15m",
    summary: "{{ $labels.pod }} does not read a file that it found",
    description:
      "{{ $labels.pod }} in {{ $labels.namespace }} has not read {{ $labels.path }} ({{ $value | humanize1024 }}B) for 15 minutes.",
    dashboard: "collector",
  },
  {
    name: "PromtailDropping",
    severity: "critical",
    expr: collectorMetrics.dropping(scope),
    for: "5m",
    summary: "{{ $labels.pod }} throws lines away: {{ $labels.reason }}",
    description:
      "{{ $labels.pod }} in {{ $labels.namespace }} has thrown away {{ $value | humanize }} lines a second for 5 minutes, because of {{ $labels.reason }}. They are lost.",
    dashboard: "collector",
  },
  {
    name: "PromtailBehind",
    severity: "warning",
    expr: collectorMetrics.behind(scope),
    for: "15m",
    summary: "{{ $labels.pod }} cannot keep up",
    description:
      "{{ $labels.pod }} in {{ $labels.namespace }} has had more than 64 MiB still to read for 15 minutes, now {{ $value | humanize1024 }}B. What a container rotates away before it is read is lost.",
    dashboard: "collector",
  },
];

/** The servers that keep the rings. */
export function consulAlerts({ scope, consulServers }: AlertCircumstances): MetricAlert[] {
  const noTolerance: MetricAlert = {
    name: "ConsulNoFailureTolerance",
    severity: "warning",
    expr: consulMetrics.noTolerance(scope),
    for: "10m",
    summary: "Consul stands no loss of a server any more",
    description:
      "Consul in {{ $labels.namespace }} could lose {{ $value }} servers for 10 minutes now without losing its leader.",
    dashboard: "consul",
  };
  const servers: MetricAlert[] = [
    {
      name: "ConsulNoLeader",
      severity: "critical",
      expr: consulMetrics.noLeader(scope),
      for: "1m",
      summary: "Consul has no leader",
      description:
        "{{ $value }} of Consul's servers in {{ $labels.namespace }} have been the leader for a minute. Loki goes on for ring.heartbeatTimeout (10 minutes), then refuses lines and queries.",
      dashboard: "consul",
    },
    {
      name: "ConsulNotHealthy",
      severity: "warning",
      expr: consulMetrics.notHealthy(scope),
      for: "5m",
      summary: "A server of Consul is not healthy",
      description:
        "Consul's leader in {{ $labels.namespace }} has reported its servers as unhealthy for 5 minutes (healthy is {{ $value }}).",
      dashboard: "consul",
    },
  ];
  return consulServers === 0 ? [] : [...servers, ...(consulServers < 3 ? [] : [noTolerance])];
}

/** The program that writes lines and looks for them again. */
export const canaryAlerts = ({ scope }: AlertCircumstances): MetricAlert[] => [
  {
    name: "LokiCanaryLosesLines",
    severity: "critical",
    expr: canaryMetrics.losesLines(scope),
    for: "0m",
    summary: "The canary's lines are lost",
    description:
      "{{ $value | humanize }} lines that loki-canary wrote in {{ $labels.namespace }} could not be found in the last 15 minutes.",
    dashboard: "canary",
  },
  {
    name: "LokiCanarySlow",
    severity: "warning",
    expr: canaryMetrics.slow(scope),
    for: "15m",
    summary: "The canary's lines come late",
    description:
      "One line in a hundred of loki-canary in {{ $labels.namespace }} has needed {{ $value | humanizeDuration }} or longer to be found for 15 minutes; 5s is too long.",
    dashboard: "canary",
  },
];

/** Who may write and read. Needs no line to have come in, which is so where the collector is refused. */
export const gatewayAlerts = ({ scope }: AlertCircumstances): MetricAlert[] => [
  {
    name: "GatewayUnauthorized",
    severity: "warning",
    expr: gatewayMetrics.unauthorized(scope),
    for: "10m",
    summary: "The gateway refuses many requests for their password",
    description:
      "{{ $value | humanize }} requests a minute have been answered with 401 by the gateway in {{ $labels.namespace }} for 10 minutes; 10 are too many.",
    dashboard: "loki",
    runbook: "gateway-failed-logins",
  },
];
