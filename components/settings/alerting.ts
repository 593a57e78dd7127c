import type { Settings } from "./schema";

/** Who evaluates the alerts on log lines: what the settings say, else the ruler where it has an Alertmanager. */
export function logRulesBy({ logRules, alertmanagerUrl }: Settings["alerting"]) {
  return logRules ?? (alertmanagerUrl === undefined ? "off" : "ruler");
}
