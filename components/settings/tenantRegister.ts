import { z } from "zod";
import { day } from "./durations";
import { settingKey, setCommand } from "./keys";
import type { Problem } from "./problems";
import { longestRetentionDays } from "./retention";
import type { Settings } from "./schema";
import { tenantsOf } from "./tenants";

const schema = z.record(
  z.string(),
  z.object({ keptDays: z.number().nullable(), retiredOn: z.iso.date().optional() }),
);

/**
 * The tenants of a deployment, as the next one needs to know them: for how many days their lines are
 * kept, `null` for ever, and since when nobody writes them.
 */
export type TenantRegister = Readonly<z.output<typeof schema>>;

/** Reads the register among the outputs of the last deployment; `undefined` where there was none. */
export function readRegister(output: unknown): TenantRegister | undefined {
  return output === undefined || output === null ? undefined : schema.parse(output);
}

/** What a stack tells its next deployment of its tenants. */
export function tenantRegister(settings: Settings): TenantRegister {
  const retired = new Map(settings.tenants.map(({ id, retiredOn }) => [id, retiredOn]));
  return Object.fromEntries(
    tenantsOf(settings).map((tenant) => {
      const retiredOn = settings.gateway.enabled ? retired.get(tenant.id) : undefined;
      const keptDays = settings.loki.retentionForever ? null : longestRetentionDays(tenant);
      return [tenant.id, { keptDays, ...(retiredOn === undefined ? {} : { retiredOn }) }];
    }),
  );
}

/** The compactor marks, waits two hours and may be late: a day after the retention all is gone. */
const slackDays = 1;

/** Whether the lines of a tenant that nobody writes any more have been deleted. */
function isOver({ keptDays, retiredOn }: TenantRegister[string], now: Date): boolean {
  if (keptDays === null || retiredOn === undefined) {
    return false;
  }
  // The day itself may have had lines.
  const end = new Date(retiredOn).getTime() + (1 + keptDays + slackDays) * day;
  return end <= now.getTime();
}

/**
 * Tenants that are gone though their lines are not. A tenant cannot be renamed: its lines stand in the
 * store under its id, and under another one nobody would find them.
 */
export function removedTenants(
  settings: Settings,
  before: TenantRegister | undefined,
  now: Date,
): Problem[] {
  const kept = new Set(tenantsOf(settings).map(({ id }) => id));
  const known = before ?? {};
  const confirmed = new Set(settings.removedTenants);
  const gone = Object.entries(known).filter(
    ([id, entry]) => !kept.has(id) && !confirmed.has(id) && !isOver(entry, now),
  );
  const added = [...kept].filter((id) => !(id in known));
  const [newName] = gone.length === 1 && added.length === 1 ? added : [];
  return gone.map(([id, { keptDays }]) => {
    const lines = keptDays === null ? "are kept for ever" : `are kept for ${keptDays} days`;
    const renamed =
      newName === undefined ? "" : `; ${newName} would be another tenant, which cannot read them`;
    return {
      key: settingKey(["tenants"]),
      got: `no tenant ${id}`,
      expected: `expected the tenant ${id} as long as there are lines of it, which ${lines}${renamed}`,
      fix: `put it back with retiredOn: "${now.toISOString().slice(0, 10)}", or give up its lines: ${setCommand(settingKey(["removedTenants", settings.removedTenants.length]), id)}`,
    };
  });
}
