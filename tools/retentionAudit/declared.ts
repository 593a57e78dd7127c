import { day, hour } from "../../components/settings/durations";
import { chunkExpiries, longestRetentionDays } from "../../components/settings/retention";
import type { Settings } from "../../components/settings/schema";
import { tenantsOf, type Tenant } from "../../components/settings/tenants";

/** Hours between the compactor's mark on a chunk and its deletion: Loki's default, which is used. */
const deleteDelayHours = 2;

/**
 * Hours the compactor may be late. It works every ten minutes; a day also covers a change of the
 * replica that does it, a long first run and an outage of the store.
 */
const slackHours = 24;

/** What a stack's settings say about how long its logs stay. */
export interface DeclaredRetention {
  readonly tenants: readonly DeclaredTenant[];
  /** Longest of all tenants, in whole days. @default lines are kept for ever */
  readonly longestRetentionDays?: number;
  readonly deleteDelayHours: number;
  readonly slackHours: number;
  /** Whether the stack gives the bucket its lifecycle; else it is whoever's the bucket is. */
  readonly lifecycleByStack: boolean;
}

/** What is declared for one tenant. */
export interface DeclaredTenant {
  readonly id: string;
  readonly retentionPeriod: string;
  readonly streamRetention: readonly { readonly selector: string; readonly period: string }[];
  /** Longest of them, in whole days. @default lines are kept for ever */
  readonly longestRetentionDays?: number;
  /** Age in days at which the bucket is to expire its objects. @default nothing expires */
  readonly expireAfterDays?: number;
}

export function declaredRetention(settings: Settings): DeclaredRetention {
  const { loki, storage } = settings;
  const tenants = tenantsOf(settings);
  const byStack = "lifecycle" in storage;
  const expiries = new Map(chunkExpiries(settings).map(({ prefix, days }) => [prefix, days]));
  const longest = (...kept: readonly Tenant[]) =>
    loki.retentionForever ? {} : { longestRetentionDays: longestRetentionDays(...kept) };
  return {
    tenants: tenants.map((tenant) => {
      const days = byStack ? expiries.get(`${tenant.id}/`) : undefined;
      return {
        id: tenant.id,
        retentionPeriod: tenant.retentionPeriod,
        streamRetention: tenant.streamRetention.map(({ selector, period }) => ({
          selector,
          period,
        })),
        ...longest(tenant),
        ...(days === undefined ? {} : { expireAfterDays: days }),
      };
    }),
    ...longest(...tenants),
    deleteDelayHours,
    slackHours,
    lifecycleByStack: byStack,
  };
}

/**
 * Data that ended before this must be gone: retention, delete delay and slack are over.
 * `undefined` where lines are kept for ever.
 * @param tenant whose data; `undefined` for data of no declared tenant, which the longest covers
 */
export function overdueBefore(
  declared: DeclaredRetention,
  now: Date,
  tenant?: string,
): Date | undefined {
  const own = declared.tenants.find(({ id }) => id === tenant) ?? declared;
  const { longestRetentionDays: days } = own;
  return days === undefined
    ? undefined
    : new Date(now.getTime() - days * day - (deleteDelayHours + slackHours) * hour);
}
