import { overlap, settingKey, valueAt, type Path } from "./keys";
import type { Finding } from "./rules";
import type { Settings, StorageSettings } from "./schema";
import type { StackFiles, StoredConfig } from "./stackFiles";

type BucketStorage = Exclude<StorageSettings, { kind: "filesystem" }>;

const bucketNames = ["chunksBucket", "rulerBucket"] as const;

/**
 * Buckets that the file of another stack names too. Two Lokis in one bucket would delete each other's
 * chunks: each compacts the index of both, by its own retention.
 */
export function sharedBuckets(
  { storage }: Settings,
  stack: string,
  files: StackFiles,
  broken: readonly Path[],
): Finding[] {
  if (storage.kind === "filesystem") {
    return [];
  }
  return bucketNames.flatMap((name): Finding[] => {
    const path = ["storage", name];
    const bucket = storage[name];
    const other = [...files].find(
      ([otherStack, config]) => otherStack !== stack && bucketsOf(config, storage).includes(bucket),
    );
    return other === undefined || broken.some((place) => overlap(path, place))
      ? []
      : [
          {
            row: "C76",
            path,
            expected: `a bucket of its own: Pulumi.${other[0]}.yaml names it for stack ${other[0]}`,
            set: ownName(bucket, stack),
          },
        ];
  });
}

/** The buckets that another stack's file names in the same store. */
function bucketsOf(config: StoredConfig, store: BucketStorage): unknown[] {
  const other = config[settingKey(["storage"])];
  const same =
    valueAt(other, ["kind"]) === store.kind &&
    (store.kind !== "s3Compatible" || valueAt(other, ["endpoint"]) === store.endpoint);
  return same ? bucketNames.map((name) => valueAt(other, [name])) : [];
}

function ownName(bucket: string, stack: string): string {
  const suffix = stack.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${bucket.slice(0, 62 - suffix.length)}-${suffix}`;
}
