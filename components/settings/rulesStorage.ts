import { settingKey, type Path } from "./keys";
import type { Rule } from "./rules";
import { bucketFindings } from "./rulesBuckets";

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

const soundBuckets: Rule = ({ storage }) => bucketFindings({ store: storage, place: ["storage"] });

/** Buckets and the keys that encrypt them. */
export const storageRules: readonly Rule[] = [ownBuckets, soundBuckets];
