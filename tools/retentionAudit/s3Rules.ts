import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { BucketRule } from "./store";

/** The rules of a bucket that delete or move current objects. */
export function s3Rules(rules: readonly LifecycleRule[]): BucketRule[] {
  return rules
    .filter(({ Status }) => Status === "Enabled")
    .map((rule, index) => {
      const { Filter, Expiration, Transitions = [] } = rule;
      const days = expiryDays(Expiration);
      return {
        name: rule.ID ?? `number ${index + 1}`,
        // The first form of a rule has the prefix outside of the filter.
        prefixes: [Filter?.And?.Prefix ?? Filter?.Prefix ?? legacyPrefix(rule) ?? ""],
        narrowed: isNarrowed(Filter),
        ...(days === undefined ? {} : { expireAfterDays: days }),
        movesTo: Transitions.map(({ StorageClass }) => StorageClass ?? "another class"),
      };
    })
    .filter(({ expireAfterDays, movesTo }) => expireAfterDays !== undefined || movesTo.length > 0);
}

/** Deprecated in the SDK, and still what some stores answer with. */
function legacyPrefix(rule: { readonly Prefix?: string | undefined }): string | undefined {
  return rule.Prefix;
}

function expiryDays(expiration: LifecycleRule["Expiration"]): number | undefined {
  // From that day on the rule deletes whatever there is.
  return expiration?.Date === undefined ? expiration?.Days : 0;
}

function isNarrowed(filter: LifecycleRule["Filter"]): boolean {
  const { Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And } = filter ?? {};
  const sizes = [
    ObjectSizeGreaterThan,
    ObjectSizeLessThan,
    And?.ObjectSizeGreaterThan,
    And?.ObjectSizeLessThan,
  ];
  return (
    Tag !== undefined || (And?.Tags ?? []).length > 0 || sizes.some((size) => size !== undefined)
  );
}
