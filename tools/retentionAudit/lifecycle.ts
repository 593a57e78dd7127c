import { reservedNames } from "../../components/settings/tenantIds";
import type { DeclaredTenant } from "./declared";
import { shownPrefix, type Offence } from "./offence";
import type { BucketLifecycle, BucketRule } from "./store";

export interface LifecycleArgs {
  /** Whether the stack gives the bucket its rules; else they are whoever's the bucket is. */
  readonly byStack: boolean;
  readonly tenants: readonly Pick<
    DeclaredTenant,
    "id" | "longestRetentionDays" | "expireAfterDays"
  >[];
  readonly found: BucketLifecycle;
}

/** Where the bucket's own rules are not those declared, or would delete what Loki needs. Pure. */
export function lifecycleOffences(args: LifecycleArgs): Offence[] {
  const { byStack, tenants, found } = args;
  const rules = found.state === "rules" ? found.rules : [];
  const acting = rules.filter((rule) => rule.expireAfterDays !== undefined || rule.movesTo[0]);
  return [
    ...acting.flatMap(touchesOwnObjects),
    ...tenants.flatMap((tenant) => [
      ...tooEarly(tenant, acting),
      ...(byStack ? notAsDeclared(tenant, found, acting) : []),
    ]),
  ];
}

/** Loki's own objects at the top of the bucket, as prefixes. */
const ownPrefixes = reservedNames.map((name) => (name.includes(".") ? name : `${name}/`));

function touchesOwnObjects({ name, prefixes }: BucketRule): Offence[] {
  return prefixes.flatMap((prefix) => {
    const own = ownPrefixes.find((one) => one.startsWith(prefix) || prefix.startsWith(one));
    if (own === undefined) {
      return [];
    }
    const reason =
      prefix === ""
        ? `rule ${name} has no prefix, so it also takes the index, without which no chunk is found`
        : `rule ${name} takes ${own}, which only Loki may delete or move`;
    return [{ prefix: shownPrefix(prefix), reason }];
  });
}

/** Rules that expire chunks of a prefix: all of them, or a part. */
const expiring = (prefix: string, rules: readonly BucketRule[]) =>
  rules.filter(
    (rule): rule is BucketRule & { expireAfterDays: number } =>
      rule.expireAfterDays !== undefined &&
      rule.prefixes.some((one) => prefix.startsWith(one) || one.startsWith(prefix)),
  );

type Tenant = LifecycleArgs["tenants"][number];

function tooEarly(
  { id, longestRetentionDays: longest }: Tenant,
  rules: readonly BucketRule[],
): Offence[] {
  const prefix = `${id}/`;
  return expiring(prefix, rules).flatMap(({ name, expireAfterDays: days }) => {
    if (longest === undefined) {
      return [{ prefix, reason: `rule ${name} expires at ${days} days what is kept for ever` }];
    }
    // Not later than the retention is too early: the compactor deletes two hours after it.
    return days > longest
      ? []
      : [
          {
            prefix,
            reason: `rule ${name} expires at ${days} days, not after the longest retention of ${longest} days`,
          },
        ];
  });
}

function notAsDeclared(
  { id, longestRetentionDays: longest, expireAfterDays: wanted }: Tenant,
  found: BucketLifecycle,
  rules: readonly BucketRule[],
): Offence[] {
  const prefix = `${id}/`;
  if (wanted === undefined) {
    return [];
  }
  const whole = expiring(prefix, rules).filter(
    (rule) => !rule.narrowed && rule.prefixes.some((one) => prefix.startsWith(one)),
  );
  if (whole.length === 0) {
    const without = found.state === "unsupported" ? "the store has no lifecycle" : "no rule";
    return [
      { prefix, reason: `${without}: declared is an expiry of its objects at ${wanted} days` },
    ];
  }
  // Where several rules match, a bucket deletes by the first that is due.
  const days = Math.min(...whole.map((rule) => rule.expireAfterDays));
  const isTooEarly = longest !== undefined && days <= longest;
  return days === wanted || isTooEarly
    ? []
    : [{ prefix, reason: `its objects expire at ${days} days: declared are ${wanted}` }];
}
