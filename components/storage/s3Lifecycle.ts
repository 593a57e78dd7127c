import type * as aws from "@pulumi/aws";
import type { ChunkExpiry } from "../settings/retention";
import type { S3StorageSettings } from "../settings/schema";

type LifecycleSettings = Pick<
  S3StorageSettings["lifecycle"],
  "transitions" | "noncurrentDays" | "abortMultipartAfterDays"
>;
type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * Rules for the bucket of chunks and index. Only objects under a tenant's prefix expire or move to
 * another class: the index, pending delete requests and retention markers are beside them.
 * @param what what the expiring objects are, with which the ids of their rules begin
 * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
 */
export function chunksLifecycle(
  lifecycle: LifecycleSettings,
  chunkExpiries: readonly ChunkExpiry[],
  what = "chunks",
): Rule[] {
  const rules = chunkExpiries.flatMap(({ prefix, days }): Rule[] => {
    const actions = chunkActions(lifecycle, days);
    const acts = Object.keys(actions).length > 0;
    const rule = { id: `${what}-${prefix}`, status: "Enabled", filter: { prefix }, ...actions };
    return acts ? [rule] : [];
  });
  const markers = {
    id: "remove-expired-delete-markers",
    status: "Enabled",
    filter: {},
    // Deletes no data, only the marker of an object whose last version is gone. The compactor
    // rewrites the index every ten minutes; without this each listing reads all the old markers.
    expiration: { expiredObjectDeleteMarker: true },
  };
  return [...rules, ...housekeeping(lifecycle), markers];
}

/** Rules for the bucket of rules, whose objects stay until somebody deletes them. */
export function rulerLifecycle(lifecycle: LifecycleSettings): Rule[] {
  return housekeeping(lifecycle);
}

function chunkActions(
  { transitions }: LifecycleSettings,
  expireAfterDays: number | undefined,
): Pick<Rule, "expiration" | "transitions"> {
  return {
    ...(expireAfterDays === undefined ? {} : { expiration: { days: expireAfterDays } }),
    ...(transitions.length === 0
      ? {}
      : {
          transitions: transitions.map(({ afterDays, storageClass }) => ({
            days: afterDays,
            storageClass,
          })),
        }),
  };
}

/** Rules that are safe for every object: none touches the current version of one. */
function housekeeping(lifecycle: LifecycleSettings): Rule[] {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: lifecycle.abortMultipartAfterDays },
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: lifecycle.noncurrentDays },
    },
  ];
}
