import { isKnownRegion } from "./awsRegions";
import type { Path } from "./keys";
import { kmsKeyLocation, kmsKeyRegion, kmsLocationOf } from "./kmsKeys";
import type { Finding } from "./rules";
import type { StorageSettings, TempoStorageSettings } from "./schema";

/** A store as the settings declare it, and where they do. */
export interface DeclaredStore {
  readonly store: StorageSettings | TempoStorageSettings;
  readonly place: Path;
}

/** Rules that hold for each store, whoever uses it. */
export function bucketFindings(declared: DeclaredStore): Finding[] {
  return [...knownRegion(declared), ...keyBesideBucket(declared), ...keptObjects(declared)];
}

function knownRegion({ store, place }: DeclaredStore): Finding[] {
  return store.kind !== "s3" || isKnownRegion(store.region)
    ? []
    : [
        {
          row: "C20",
          path: [...place, "region"],
          expected: "an AWS region that existed when this release was made",
          advice: "check the spelling; a newer region works",
          severity: "warning",
        },
      ];
}

function keyBesideBucket({ store, place }: DeclaredStore): Finding[] {
  if (store.kind === "s3" && store.kmsKeyArn !== undefined) {
    return kmsKeyRegion(store.kmsKeyArn) === store.region
      ? []
      : [
          {
            row: "C27",
            path: [...place, "kmsKeyArn"],
            about: [[...place, "region"]],
            expected: `arn:aws:kms:${store.region}:<account>:key/<uuid>, a key in the region of the buckets`,
            remove: true,
            hint: "for keys that S3 manages, or name a key of that region",
          },
        ];
  }
  if (store.kind === "gcs" && store.kmsKeyName !== undefined) {
    const location = kmsLocationOf(store.location);
    return kmsKeyLocation(store.kmsKeyName) === location
      ? []
      : [
          {
            row: "C28",
            path: [...place, "kmsKeyName"],
            about: [[...place, "location"]],
            expected: `projects/<project>/locations/${location}/keyRings/<ring>/cryptoKeys/<key>, a key in the location of the buckets`,
            remove: true,
            hint: "for keys that Google manages, or name a key of that location",
          },
        ];
  }
  return [];
}

function keptObjects({ store, place }: DeclaredStore): Finding[] {
  return "forceDestroy" in store && store.forceDestroy
    ? [
        {
          row: "C69",
          path: [...place, "forceDestroy"],
          expected: "false in prod: deleting the stack would delete every object",
          set: false,
          severity: "production",
        },
      ]
    : [];
}
