import { isKnownRegion } from "./awsRegions";
import { settingKey, type Path } from "./keys";
import { kmsKeyLocation, kmsKeyRegion, kmsLocationOf } from "./kmsKeys";
import type { Finding, Rule } from "./rules";

const at = (name: string): Path => ["storage", name];
const chunksBucket = at("chunksBucket");
const rulerBucket = at("rulerBucket");

const ownBuckets: Rule = ({ storage }) => {
  if (storage.kind === "filesystem") {
    return [];
  }
  const logs = storage.kind === "s3" ? storage.accessLogBucket : undefined;
  return [
    ...(storage.rulerBucket === storage.chunksBucket
      ? [
          {
            row: "C26" as const,
            path: rulerBucket,
            about: [chunksBucket],
            expected: `a bucket other than ${settingKey(chunksBucket)}`,
            set: `${storage.chunksBucket.slice(0, 57)}-ruler`,
          },
        ]
      : []),
    ...(logs !== undefined && [storage.chunksBucket, storage.rulerBucket].includes(logs)
      ? [
          {
            row: "C26" as const,
            path: at("accessLogBucket"),
            about: [chunksBucket, rulerBucket],
            expected: "a third bucket: a log bucket must not log to itself",
            remove: true,
          },
        ]
      : []),
  ];
};

const knownRegion: Rule = ({ storage }) =>
  storage.kind !== "s3" || isKnownRegion(storage.region)
    ? []
    : [
        {
          row: "C20",
          path: at("region"),
          expected: "an AWS region that existed when this release was made",
          advice: "check the spelling; a newer region works",
          severity: "warning",
        },
      ];

const keyBesideBucket: Rule = ({ storage }): Finding[] => {
  if (storage.kind === "s3" && storage.kmsKeyArn !== undefined) {
    return kmsKeyRegion(storage.kmsKeyArn) === storage.region
      ? []
      : [
          {
            row: "C27",
            path: at("kmsKeyArn"),
            about: [at("region")],
            expected: `arn:aws:kms:${storage.region}:<account>:key/<uuid>, a key in the region of the buckets`,
            remove: true,
            hint: "for keys that S3 manages, or name a key of that region",
          },
        ];
  }
  if (storage.kind === "gcs" && storage.kmsKeyName !== undefined) {
    const location = kmsLocationOf(storage.location);
    return kmsKeyLocation(storage.kmsKeyName) === location
      ? []
      : [
          {
            row: "C28",
            path: at("kmsKeyName"),
            about: [at("location")],
            expected: `projects/<project>/locations/${location}/keyRings/<ring>/cryptoKeys/<key>, a key in the location of the buckets`,
            remove: true,
            hint: "for keys that Google manages, or name a key of that location",
          },
        ];
  }
  return [];
};

const keptObjects: Rule = ({ storage }): Finding[] =>
  "forceDestroy" in storage && storage.forceDestroy
    ? [
        {
          row: "C69",
          path: at("forceDestroy"),
          expected: "false in prod: deleting the stack would delete every object",
          set: false,
          severity: "production",
        },
      ]
    : [];

/** Buckets and the keys that encrypt them. */
export const storageRules: readonly Rule[] = [
  ownBuckets,
  knownRegion,
  keyBesideBucket,
  keptObjects,
];
