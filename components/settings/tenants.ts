import type { LokiSettings, Settings } from "./schema";

/** Tenant that Loki itself uses when nobody names one. */
export const singleTenant = "fake";

type Limits = LokiSettings["limits"];

/** How long lines are kept. */
export interface Retention {
  readonly retentionPeriod: string;
  readonly streamRetention: LokiSettings["streamRetention"];
}

/** Whose logs are kept apart, with what the stack says of every tenant where one says nothing. */
export interface Tenant extends Retention {
  readonly id: string;
  readonly limits: Limits;
  /** Whether it keeps its lines otherwise than the stack's other tenants. */
  readonly ownRetention: boolean;
}

/** The tenants that somebody writes as; none without the gateway, which tells them apart. */
export const writtenTenants = ({ gateway, tenants }: Pick<Settings, "gateway" | "tenants">) =>
  gateway.enabled ? tenants.filter(({ retiredOn }) => retiredOn === undefined) : [];

/** Whose lines there may be new ones of: without the gateway Loki's own tenant's. */
export const writtenIds = (settings: Pick<Settings, "gateway" | "tenants">): string[] =>
  settings.gateway.enabled ? writtenTenants(settings).map(({ id }) => id) : [singleTenant];

/** Every tenant there is: without the gateway Loki's own one. */
export function tenantsOf({
  gateway,
  tenants,
  loki,
}: Pick<Settings, "gateway" | "tenants" | "loki">): Tenant[] {
  const { retentionPeriod, streamRetention, limits } = loki;
  if (!gateway.enabled) {
    return [{ id: singleTenant, retentionPeriod, streamRetention, limits, ownRetention: false }];
  }
  return tenants.map((tenant) => ({
    id: tenant.id,
    retentionPeriod: tenant.retentionPeriod ?? retentionPeriod,
    streamRetention: tenant.streamRetention ?? streamRetention,
    limits: { ...limits, ...given(tenant.limits) },
    ownRetention: tenant.retentionPeriod !== undefined || tenant.streamRetention !== undefined,
  }));
}

/** Only what is set: an `undefined` would hide the stack's value. */
function given<T extends object>(limits: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(limits).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
