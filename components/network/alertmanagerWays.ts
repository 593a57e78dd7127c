import { logRulesBy } from "../settings/alerting";
import type { Settings } from "../settings/schema";
import { waysTo, type Way } from "./peers";

/** Who evaluates alerts tells the Alertmanager. Loki's ruler may also have rules that came by its API. */
export function alertmanagerWays(alerting: Settings["alerting"], from: "loki" | "grafana"): Way[] {
  const { alertmanagerUrl, metricRules } = alerting;
  const tells = from === "loki" || [metricRules, logRulesBy(alerting)].includes("grafana");
  return alertmanagerUrl === undefined || !tells ? [] : waysTo(alertmanagerUrl);
}
