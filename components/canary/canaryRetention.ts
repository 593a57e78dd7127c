import { durationMs } from "../settings/durations";
import type { Tenant } from "../settings/tenants";
import { canaryJob } from "./canaryPod";

/** A day more than the longest of the canary's own questions looks back. */
const period = "48h";

/**
 * A tenant whose canary's lines go after two days. A rule of the settings with a higher priority wins,
 * and where everything is kept for ever so are they.
 */
export function withCanaryRetention(tenant: Tenant): Tenant {
  const rule = { selector: `{job="${canaryJob}"}`, period, priority: 100 };
  return durationMs(tenant.retentionPeriod) <= durationMs(period)
    ? tenant
    : { ...tenant, ownRetention: true, streamRetention: [...tenant.streamRetention, rule] };
}
