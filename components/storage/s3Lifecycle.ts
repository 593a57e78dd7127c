import type * as aws from "@pulumi/aws";
import type { S3StorageSettings } from "../settings/schema";

type LifecycleSettings = S3StorageSettings["lifecycle"];
type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/**
 * Rules for the bucket of chunks and index. Only objects under a tenant's prefix expire or move to
 * another class: the index, pending delete requests and retention markers are beside them.
 * @see https://grafana.com/docs/loki/latest/operations/storage/retention/
 */
export function chunksLifecycle(
  lifecycle: LifecycleSettings,
  chunkPrefixes: readonly string[],
  expireAfterDays: number | undefined,
): Rule[] {
  const actions = chunkActions(lifecycle, expireAfterDays);
  const rules = (lifecycle.prefixes ?? chunkPrefixes).map((prefix) => ({
    id: `chunks-${prefix}`,
    status: "Enabled",
    filter: { prefix },
    ...actions,
  }));
  const markers = {
    id: "remove-expired-delete-markers",
    status: "Enabled",
    filter: {},
    // Deletes no data, only the marker of an object whose last version is gone. The compactor
    // rewrites the index every ten minutes; without this each listing reads all the old markers.
    expiration: { expiredObjectDeleteMarker: true },
  };
  const hasActions = Object.keys(actions).length > 0;
  return [...(hasActions ? rules : []), ...housekeeping(lifecycle), markers];
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
