import type { Settings } from "./schema";
import { singleTenant } from "./tenants";

/** Who evaluates the alerts on log lines: what the settings say, else the ruler where it has an Alertmanager. */
export function logRulesBy({ logRules, alertmanagerUrl }: Settings["alerting"]) {
  return logRules ?? (alertmanagerUrl === undefined ? "off" : "ruler");
}

/** The tenants that still write, on whose lines alerts are evaluated. */
export function alertedTenants({
  gateway,
  tenants,
}: Pick<Settings, "gateway" | "tenants">): string[] {
  return gateway.enabled
    ? tenants.filter(({ retiredOn }) => retiredOn === undefined).map(({ id }) => id)
    : [singleTenant];
}
