import type { LifecycleRule } from "@google-cloud/storage";
import type { BucketRule } from "./store";

/** The rules of a bucket that delete or move current objects. */
export function gcsRules(rules: readonly LifecycleRule[]): BucketRule[] {
  return rules.flatMap(({ action, condition }, index): BucketRule[] => {
    const { age, matchesPrefix = [], isLive, ...others } = condition;
    const { daysSinceNoncurrentTime, noncurrentTimeBefore, numNewerVersions, ...narrowing } =
      others;
    const replacedOnly =
      isLive === false ||
      [daysSinceNoncurrentTime, noncurrentTimeBefore, numNewerVersions].some(
        (value) => value !== undefined,
      );
    if (replacedOnly || action.type === "AbortIncompleteMultipartUpload") {
      return [];
    }
    const isDelete = action.type === "Delete";
    return [
      {
        name: `number ${index + 1}`,
        prefixes: matchesPrefix.length === 0 ? [""] : matchesPrefix,
        narrowed: Object.keys(narrowing).length > 0,
        ...(isDelete ? { expireAfterDays: age ?? 0 } : {}),
        movesTo: isDelete ? [] : [action.storageClass ?? "another class"],
      },
    ];
  });
}
