import { overlap, settingKey, valueAt, type Path } from "./keys";
import type { Finding } from "./rules";
import type { DeclaredStore } from "./rulesBuckets";
import type { Settings } from "./schema";
import type { StackFiles, StoredConfig } from "./stackFiles";

type BucketStore = Exclude<DeclaredStore["store"], { kind: "filesystem" }>;

/** Where a stack's file names buckets, one program's each. */
const declarations = [
  { place: ["storage"], names: ["chunksBucket", "rulerBucket"] },
  { place: ["tracing", "storage"], names: ["bucket"] },
] as const;

/** A bucket, and where the settings name it. */
interface NamedBucket {
  readonly store: BucketStore;
  readonly path: Path;
  readonly bucket: string;
}

/**
 * Buckets that the file of another stack names too. Two Lokis in one bucket would delete each other's
 * chunks: each compacts the index of both, by its own retention. Two Tempos do the same with blocks.
 */
export function sharedBuckets(
  settings: Settings,
  stack: string,
  files: StackFiles,
  broken: readonly Path[],
): Finding[] {
  return ownBuckets(settings).flatMap(({ store, path, bucket }): Finding[] => {
    const other = [...files].find(
      ([otherStack, config]) => otherStack !== stack && bucketsOf(config, store).includes(bucket),
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

function ownBuckets({ storage, tracing }: Settings): NamedBucket[] {
  const traces = tracing.storage;
  return [
    ...(storage.kind === "filesystem"
      ? []
      : (["chunksBucket", "rulerBucket"] as const).map((name) => ({
          store: storage,
          path: ["storage", name],
          bucket: storage[name],
        }))),
    ...(!tracing.deploy || traces.kind === "filesystem"
      ? []
      : [{ store: traces, path: ["tracing", "storage", "bucket"], bucket: traces.bucket }]),
  ];
}

/** The buckets that another stack's file names in the same store. */
function bucketsOf(config: StoredConfig, store: BucketStore): unknown[] {
  return declarations.flatMap(({ place: [area, ...inside], names }): unknown[] => {
    const other = valueAt(config[settingKey([area])], inside);
    const same =
      valueAt(other, ["kind"]) === store.kind &&
      (store.kind !== "s3Compatible" || valueAt(other, ["endpoint"]) === store.endpoint);
    return same ? names.map((name) => valueAt(other, [name])) : [];
  });
}

function ownName(bucket: string, stack: string): string {
  const suffix = stack.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${bucket.slice(0, 62 - suffix.length)}-${suffix}`;
}
