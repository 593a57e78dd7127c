import { lokiUid, datasourceUids } from "../grafana/datasourceUids";
import { logRulesBy } from "../settings/alerting";
import { grafanaAddress } from "../settings/exposure";
import type { Ruler } from "../loki/lokiRuler";
import type { Settings } from "../settings/schema";
import { tenantsOf, writtenIds } from "../settings/tenants";
import type { AlertLinks } from "./ruleFile";
import { grafanaAlerting, type GrafanaAlertingFile, type RuleFolder } from "./grafanaRules";
import { logAlerts } from "./logAlerts";
import { lokiRules } from "./lokiRules";
import { metricAlerts, type AlertCircumstances } from "./metricAlerts";
import { ruleFile, type RuleFile } from "./ruleFile";

/** Who gets which alerts to evaluate. */
export interface AlertPlan {
  /** For a Prometheus. */
  readonly prometheus?: RuleFile;
  /** What Loki's ruler evaluates, and whom it tells. */
  readonly ruler: Ruler;
  /** For the stack's Grafana. */
  readonly grafana?: GrafanaAlertingFile;
}

/** The stack's alerts, each with who its settings say shall evaluate it. */
export function alertPlan(settings: Settings): AlertPlan {
  const { alerting } = settings;
  const links = { grafanaUrl: grafanaAddress(settings.grafana), runbookUrl: alerting.runbookUrl };
  const onMetrics = ruleFile(metricAlerts(circumstances(settings)), links);
  const onLines = lineRules(settings, links);
  const byGrafana: RuleFolder[] = [
    ...(alerting.metricRules === "grafana" ? [metricFolder(onMetrics)] : []),
    ...(logRulesBy(alerting) === "grafana" ? onLines.map(tenantFolder) : []),
  ];
  const toPrometheus = ["prometheusRule", "rulesFile"].includes(alerting.metricRules);
  return {
    ...(toPrometheus ? { prometheus: onMetrics } : {}),
    ruler: {
      rules: logRulesBy(alerting) === "ruler" ? Object.fromEntries(onLines) : undefined,
      alertmanagerUrl: alerting.alertmanagerUrl,
      grafanaUrl: links.grafanaUrl,
      // Its links lead to one data source, which is that of every alert where there is one tenant.
      datasourceUid: tenantsOf(settings).length === 1 ? datasourceUids.loki : undefined,
    },
    ...(byGrafana.length === 0
      ? {}
      : { grafana: grafanaAlerting(byGrafana, grafanaReceiver(settings)) }),
  };
}

/** Whom Grafana tells. In one that is not the stack's own, routing is its people's to say. */
const grafanaReceiver = ({ alerting, grafana }: Settings) =>
  grafana.deploy ? alerting.alertmanagerUrl : undefined;

/** What of the settings the alerts on metrics depend on. */
export function circumstances(settings: Settings): AlertCircumstances {
  const { namespace, collector, loki, ring, monitoring, alerting } = settings;
  const { receivedGbPerDay, storedGbPerDay } = alerting.estimates;
  return {
    scope: { namespace, collectorNamespace: collector.namespace },
    replicas: loki.replicas,
    copies: loki.replicationFactor,
    retention: !loki.retentionForever,
    deletes: loki.replicas === 1,
    consulServers: ring.kind === "consul" ? ring.servers : 0,
    canary: monitoring.canary.deploy,
    ruler: logRulesBy(alerting) === "ruler",
    estimates: { receivedBytes: bytes(receivedGbPerDay), storedBytes: bytes(storedGbPerDay) },
    objectives: alerting.objectives,
    disabled: alerting.disabled,
  };
}

const bytes = (gigabytes: number | undefined) =>
  gigabytes === undefined ? undefined : Math.round(gigabytes * 1e9);

/** The rules on the lines of each tenant that writes. */
function lineRules(settings: Settings, links: AlertLinks): [tenant: string, RuleFile][] {
  const { alerting, collector } = settings;
  const alerts = logAlerts(collector, alerting.disabled);
  return writtenIds(settings).map((tenant) => [
    tenant,
    lokiRules(tenant, { alerts, own: alerting.rules, links }),
  ]);
}

const metricFolder = (rules: RuleFile): RuleFolder => ({
  folder: "Loki",
  datasource: { uid: datasourceUids.prometheus, type: "prometheus" },
  rules,
});

/** The first tenant's data source has a uid of its own. */
const tenantFolder = ([tenant, rules]: [string, RuleFile], index: number): RuleFolder => ({
  folder: `Log lines of ${tenant}`,
  datasource: { uid: index === 0 ? datasourceUids.loki : lokiUid(tenant), type: "loki" },
  rules,
});
