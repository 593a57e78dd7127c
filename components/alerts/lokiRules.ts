import type { AlertingSettings } from "../settings/schema";
import type { Alert } from "./alert";
import { alertingRule, type AlertingRule, type AlertLinks, type RuleFile } from "./ruleFile";

/** A rule that the stack's settings add. */
export type OwnRule = AlertingSettings["rules"][number];

export interface LokiRulesArgs {
  readonly alerts: readonly Alert[];
  readonly own: readonly OwnRule[];
  readonly links: AlertLinks;
}

/**
 * The rules on one tenant's lines, for Loki's ruler: the stack's, and those that the settings add for
 * this tenant. The label `tenant` says in the Alertmanager whose lines an alert is about.
 * @see https://grafana.com/docs/loki/latest/alert/
 */
export function lokiRules(tenant: string, { alerts, own, links }: LokiRulesArgs): RuleFile {
  const groups = [
    { name: "stack", rules: alerts.map((alert) => alertingRule(alert, links)) },
    { name: "own", rules: ownRules(tenant, own) },
  ];
  return {
    groups: groups
      .filter(({ rules }) => rules.length > 0)
      .map(({ name, rules }) => ({
        name,
        rules: rules.map((rule) => ({ ...rule, labels: { ...rule.labels, tenant } })),
      })),
  };
}

/** The rules of the settings that are about a tenant's lines. */
function ownRules(tenant: string, own: readonly OwnRule[]): AlertingRule[] {
  return own
    .filter(({ tenants }) => tenants === undefined || tenants.includes(tenant))
    .map((rule) => ({
      alert: rule.name,
      expr: rule.expr,
      for: rule.for,
      labels: { severity: rule.severity },
      annotations: {
        summary: rule.summary,
        ...(rule.description === undefined ? {} : { description: rule.description }),
        ...(rule.runbookUrl === undefined ? {} : { runbook_url: rule.runbookUrl }),
      },
    }));
}
