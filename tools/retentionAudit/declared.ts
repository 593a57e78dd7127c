import { day, hour } from "../../components/settings/durations";
import {
  chunkExpiryDays,
  chunkPrefixes,
  longestRetentionDays,
} from "../../components/settings/retention";
import type { Settings } from "../../components/settings/schema";

/** Hours between the compactor's mark on a chunk and its deletion: Loki's default, which is used. */
const deleteDelayHours = 2;

/**
 * Hours the compactor may be late. It works every ten minutes; a day also covers a change of the
 * replica that does it, a long first run and an outage of the store.
 */
const slackHours = 24;

/** What a stack's settings say about how long its logs stay. */
export interface DeclaredRetention {
  /** Tenants by id. */
  readonly tenants: readonly string[];
  readonly retentionPeriod: string;
  readonly streamRetention: readonly { readonly selector: string; readonly period: string }[];
  /** Longest of them all, in whole days. @default lines are kept for ever */
  readonly longestRetentionDays?: number;
  readonly deleteDelayHours: number;
  readonly slackHours: number;
  readonly lifecycle: DeclaredLifecycle;
}

/** The expiry that the bucket is to have. */
export interface DeclaredLifecycle {
  /** Whether the stack gives the bucket its rules; else they are whoever's the bucket is. */
  readonly byStack: boolean;
  /** Prefixes whose objects may expire. */
  readonly prefixes: readonly string[];
  /** Age in days. @default nothing expires */
  readonly expireAfterDays?: number;
}

export function declaredRetention(settings: Settings): DeclaredRetention {
  const { loki, storage } = settings;
  const prefixes = chunkPrefixes(settings);
  const byStack = "lifecycle" in storage;
  const expireAfterDays = byStack ? chunkExpiryDays(settings) : undefined;
  return {
    tenants: prefixes.map((prefix) => prefix.slice(0, -1)),
    retentionPeriod: loki.retentionPeriod,
    streamRetention: loki.streamRetention.map(({ selector, period }) => ({ selector, period })),
    ...(loki.retentionForever ? {} : { longestRetentionDays: longestRetentionDays(loki) }),
    deleteDelayHours,
    slackHours,
    lifecycle: {
      byStack,
      prefixes: (byStack ? storage.lifecycle.prefixes : undefined) ?? prefixes,
      ...(expireAfterDays === undefined ? {} : { expireAfterDays }),
    },
  };
}

/**
 * Data that ended before this must be gone: retention, delete delay and slack are over.
 * `undefined` where lines are kept for ever.
 */
export function overdueBefore(declared: DeclaredRetention, now: Date): Date | undefined {
  const { longestRetentionDays: days } = declared;
  return days === undefined
    ? undefined
    : new Date(now.getTime() - days * day - (deleteDelayHours + slackHours) * hour);
}
