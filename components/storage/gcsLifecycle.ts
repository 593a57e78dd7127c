import type * as gcp from "@pulumi/gcp";
import type { ChunkExpiry } from "../settings/retention";
import type { GcsStorageSettings } from "../settings/schema";

type LifecycleSettings = Pick<
  GcsStorageSettings["lifecycle"],
  "transitions" | "abortMultipartAfterDays"
>;
type Rule = gcp.types.input.storage.BucketLifecycleRule;

/**
 * Rules for the bucket of chunks and index. Only objects under a tenant's prefix expire or move to
 * another class: the index, pending delete requests and retention markers are beside them.
 * @see https://cloud.google.com/storage/docs/lifecycle#matchesprefix-suffix
 */
export function chunksLifecycle(
  lifecycle: LifecycleSettings,
  chunkExpiries: readonly ChunkExpiry[],
): Rule[] {
  const matchesPrefixes = chunkExpiries.map(({ prefix }) => prefix);
  // A condition without a prefix would match every object of the bucket.
  if (matchesPrefixes.length === 0) {
    return rulerLifecycle(lifecycle);
  }
  const transitions = lifecycle.transitions.map(({ afterDays, storageClass }) => ({
    action: { type: "SetStorageClass", storageClass },
    condition: { age: afterDays, matchesPrefixes },
  }));
  return [...expiry(chunkExpiries), ...transitions, ...rulerLifecycle(lifecycle)];
}

/** One rule for each age: a bucket takes at most 100 rules. */
function expiry(chunkExpiries: readonly ChunkExpiry[]): Rule[] {
  const ages = new Set(chunkExpiries.flatMap(({ days }) => days ?? []));
  return [...ages].map((age) => ({
    action: { type: "Delete" },
    condition: {
      age,
      matchesPrefixes: chunkExpiries.filter(({ days }) => days === age).map(({ prefix }) => prefix),
    },
  }));
}

/** Rules for the bucket of rules, whose objects stay until somebody deletes them. */
export function rulerLifecycle(lifecycle: LifecycleSettings): Rule[] {
  return [
    {
      action: { type: "AbortIncompleteMultipartUpload" },
      condition: { age: lifecycle.abortMultipartAfterDays },
    },
  ];
}
