import { logAlertExpressions, type LogScope } from "../queries/alertsLogs";
import type { Alert } from "./alert";
import type { LogAlertName } from "./alertNames";

type LogAlert = Alert<LogAlertName>;

/** The alerts on the lines of FraiseQL, PostgreSQL and the gateway, without those of what the stack does not have. */
export function logAlerts(scope: LogScope, disabled: readonly string[]): LogAlert[] {
  return [
    ...(scope.fraiseqlJobs.length === 0 ? [] : [...errorAlerts(scope), ...lineAlerts(scope)]),
    ...(scope.postgresqlJobs.length === 0 ? [] : postgresqlAlerts(scope)),
    ...(scope.gatewayNamespace === undefined ? [] : gatewayAlerts(scope.gatewayNamespace)),
  ].filter(({ name }) => !disabled.includes(name));
}

const errorAlerts = (scope: LogScope): LogAlert[] => [
  {
    name: "FraiseqlErrorShare",
    severity: "warning",
    expr: logAlertExpressions.errorShare(scope),
    for: "5m",
    summary: "Many lines of {{ $labels.job }} are errors",
    description:
      "{{ $value | humanizePercentage }} of the lines of {{ $labels.job }} in {{ $labels.namespace }} have been errors for 5 minutes; 5% is too many.",
    dashboard: "errors",
  },
  {
    name: "FraiseqlCriticalLines",
    severity: "critical",
    expr: logAlertExpressions.criticalLines(scope),
    for: "0m",
    summary: "{{ $labels.job }} has written lines of level critical",
    description:
      "{{ $labels.job }} in {{ $labels.namespace }} has written {{ $value }} lines of level critical in 5 minutes.",
    dashboard: "errors",
  },
  {
    name: "FraiseqlDatabaseErrors",
    severity: "critical",
    expr: logAlertExpressions.databaseErrors(scope),
    for: "2m",
    summary: "{{ $labels.job }} has trouble with its database",
    description:
      "{{ $labels.job }} in {{ $labels.namespace }} has written {{ $value }} errors {{ $labels.exception_type }} in 5 minutes; 5 are too many.",
    dashboard: "errors",
  },
  {
    name: "FraiseqlAccessRefused",
    severity: "warning",
    expr: logAlertExpressions.accessRefused(scope),
    for: "5m",
    summary: "{{ $labels.job }} refuses many attempts to sign in",
    description:
      "{{ $labels.job }} in {{ $labels.namespace }} has refused access {{ $value }} times in 5 minutes; 20 are too many.",
    dashboard: "service",
  },
];

const lineAlerts = (scope: LogScope): LogAlert[] => [
  {
    name: "FraiseqlSilent",
    severity: "warning",
    expr: logAlertExpressions.silent(scope),
    for: "5m",
    summary: "{{ $labels.job }} has gone silent",
    description:
      "No line of {{ $labels.job }} in {{ $labels.namespace }} has come in for 15 minutes, after {{ $value }} within the hour.",
    dashboard: "logVolume",
  },
  {
    name: "FraiseqlLinesNotJson",
    severity: "warning",
    expr: logAlertExpressions.notJson(scope),
    for: "15m",
    summary: "Lines of {{ $labels.job }} are no JSON",
    description:
      "{{ $value | humanizePercentage }} of the lines of {{ $labels.job }} in {{ $labels.namespace }} have been no JSON for 15 minutes, so they have no level and no fields; 10% is too many.",
    dashboard: "service",
  },
];

const postgresqlAlerts = (scope: LogScope): LogAlert[] => [
  {
    name: "PostgresqlCriticalLines",
    severity: "warning",
    expr: logAlertExpressions.postgresqlCritical(scope),
    for: "0m",
    summary: "{{ $labels.job }} has written lines FATAL or PANIC",
    description:
      "{{ $labels.job }} in {{ $labels.namespace }} has written {{ $value }} lines FATAL or PANIC in 5 minutes; 5 are too many.",
    dashboard: "performance",
  },
  {
    name: "PostgresqlSlowStatements",
    severity: "warning",
    expr: logAlertExpressions.slowStatements(scope),
    for: "5m",
    summary: "{{ $labels.job }} has many slow statements",
    description:
      "{{ $value }} statements of {{ $labels.job }} in {{ $labels.namespace }} have taken longer than a second in 10 minutes; 10 are too many.",
    dashboard: "performance",
  },
];

/** Whose lines these are, the stack does not know: somebody may have named a tenant at its namespace. */
const gatewayAlerts = (namespace: string): LogAlert[] => [
  {
    name: "GatewayFailedLogins",
    severity: "warning",
    expr: logAlertExpressions.failedLogins(namespace),
    for: "10m",
    summary: "Many logins as {{ $labels.tenant_tried }} fail at the gateway",
    description:
      "{{ $value }} logins as {{ $labels.tenant_tried }} have failed at the gateway in {{ $labels.namespace }} in 5 minutes; 50 are too many.",
    dashboard: "loki",
  },
];
