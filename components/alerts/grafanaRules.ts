import { createHash } from "node:crypto";
import type { AlertingRule, Annotations, RuleFile } from "./ruleFile";

/**
 * Grafana's provisioning file for alerts: the part of its format that the stack sets.
 * @see https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
 */
export interface GrafanaAlertingFile {
  apiVersion: 1;
  groups: GrafanaRuleGroup[];
  contactPoints?: ContactPoint[];
  policies?: { orgId: 1; receiver: string; group_by: string[] }[];
}

export interface GrafanaRuleGroup {
  orgId: 1;
  name: string;
  folder: string;
  interval: string;
  rules: GrafanaRule[];
}

export interface GrafanaRule {
  uid: string;
  title: string;
  condition: "B";
  data: [GrafanaQuery, GrafanaQuery];
  noDataState: "OK";
  execErrState: "Error";
  for: string;
  annotations: Annotations;
  labels: AlertingRule["labels"];
}

export interface GrafanaQuery {
  refId: "A" | "B";
  /** Seconds before now. */
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: Record<string, string | number | boolean>;
}

interface ContactPoint {
  orgId: 1;
  name: string;
  receivers: { uid: string; type: "prometheus-alertmanager"; settings: { url: string } }[];
}

/** Rules that are asked of one data source and stand in one folder. */
export interface RuleFolder {
  readonly folder: string;
  readonly datasource: { readonly uid: string; readonly type: "prometheus" | "loki" };
  readonly rules: RuleFile;
}

const interval = "1m";

/**
 * Rules as Grafana evaluates them, and where it sends their alerts. Without the address of an
 * Alertmanager that is what people set in Grafana.
 */
export function grafanaAlerting(
  folders: readonly RuleFolder[],
  alertmanagerUrl: string | undefined,
): GrafanaAlertingFile {
  const groups = folders.flatMap((folder) =>
    folder.rules.groups.map(({ name, rules }): GrafanaRuleGroup => ({
      ...{ orgId: 1, name, folder: folder.folder, interval },
      rules: rules.map((rule) => grafanaRule(folder, rule)),
    })),
  );
  return { apiVersion: 1, groups, ...routing(alertmanagerUrl) };
}

/** Grafana knows no "as it is": where an address is given, the tree of its policies is this one. */
function routing(url: string | undefined) {
  if (url === undefined) {
    return {};
  }
  const name = "alertmanager";
  const contactPoint: ContactPoint = {
    ...{ orgId: 1, name },
    receivers: [{ uid: name, type: "prometheus-alertmanager", settings: { url } }],
  };
  return {
    contactPoints: [contactPoint],
    policies: [{ orgId: 1 as const, receiver: name, group_by: ["grafana_folder", "alertname"] }],
  };
}

/** The expression gives a series for what is wrong alone, so that it has a value is the condition. */
function grafanaRule({ folder, datasource }: RuleFolder, rule: AlertingRule): GrafanaRule {
  const { alert, expr, labels } = rule;
  // What a query itself looks back stands in it: this is what Grafana draws beside the alert.
  const relativeTimeRange = { from: 600, to: 0 };
  const asked = datasource.type === "loki" ? { queryType: "instant" } : { range: false };
  return {
    uid: uidOf(folder, alert),
    title: alert,
    condition: "B",
    data: [
      {
        ...{ refId: "A", relativeTimeRange, datasourceUid: datasource.uid },
        model: { refId: "A", expr, instant: true, ...asked, editorMode: "code" },
      },
      {
        ...{ refId: "B", relativeTimeRange, datasourceUid: "__expr__" },
        model: { refId: "B", type: "math", expression: "is_number($A)" },
      },
    ],
    noDataState: "OK",
    execErrState: "Error",
    for: rule.for,
    annotations: ofGrafana(rule.annotations),
    labels,
  };
}

/**
 * The text of Prometheus's templates as Grafana reads it: there a value belongs to a query. Written
 * without `$`, which in a provisioning file stands for a variable of the environment.
 */
function ofGrafana(texts: Annotations): Annotations {
  const entries = Object.entries(texts).map(([name, text]: [string, string]) => [
    name,
    text.replace(/\$labels\b/g, ".Labels").replace(/\$value\b/g, ".Values.A.Value"),
  ]);
  return Object.fromEntries(entries) as Annotations;
}

/** Grafana takes 40 characters, and one rule of a uid in all folders. */
const uidOf = (folder: string, name: string) =>
  createHash("sha256").update(`${folder}/${name}`).digest("hex").slice(0, 32);
