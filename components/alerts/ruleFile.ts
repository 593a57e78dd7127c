import { dashboardUids } from "../grafana/dashboardUids";
import { runbookOf, type Alert, type AlertGroup } from "./alert";

/**
 * A file of rules as Prometheus and Loki's ruler read it.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export interface RuleFile {
  groups: RuleGroup[];
}

export interface RuleGroup {
  name: string;
  rules: AlertingRule[];
}

export interface AlertingRule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string; tenant?: string };
  annotations: Annotations;
}

export interface Annotations {
  summary: string;
  description?: string;
  dashboard_url?: string;
  runbook_url?: string;
}

/** Where what an alert leads to can be read. */
export interface AlertLinks {
  /** Address below which Grafana is. */
  readonly grafanaUrl: string;
  /** Address below which the pages of docs/runbooks are. */
  readonly runbookUrl: string;
}

/** What an alert says. */
export function annotations(alert: Alert, { grafanaUrl, runbookUrl }: AlertLinks): Annotations {
  return {
    summary: alert.summary,
    description: alert.description,
    dashboard_url: `${grafanaUrl}/d/${dashboardUids[alert.dashboard]}`,
    runbook_url: `${runbookUrl}/${runbookOf(alert)}.md`,
  };
}

/** An alert as a rule. */
export function alertingRule(alert: Alert, links: AlertLinks): AlertingRule {
  const { name, expr, severity } = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: { severity },
    annotations: annotations(alert, links),
  };
}

/** Alerts as a file of rules. */
export const ruleFile = (groups: readonly AlertGroup[], links: AlertLinks): RuleFile => ({
  groups: groups.map(({ name, alerts }) => ({
    name,
    rules: alerts.map((alert) => alertingRule(alert, links)),
  })),
});
