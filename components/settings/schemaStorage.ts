import { z } from "zod";
import type { EnvironmentDefault } from "./fields";
import {
  bucket,
  gcsKeeping,
  gcsPlace,
  housekeeping,
  protection,
  s3Access,
  s3CompatibleAccess,
  s3CompatiblePlace,
  s3Region,
  type Store,
  type Usage,
} from "./schemaBuckets";

const usage: Usage = { pods: "Loki's pods", buckets: "the buckets" };

const buckets = (store: Store) => {
  const unique = store === "s3Compatible" ? "" : " Globally unique.";
  return {
    chunksBucket: bucket(store, "acme-loki-chunks").describe(
      `Bucket for chunks and index.${unique}`,
    ),
    rulerBucket: bucket(store, "acme-loki-ruler").describe(
      `Bucket for recording and alerting rules.${unique}`,
    ),
  };
};

/** Classes that answer at once, by object store. Archive classes never: Loki could not read them. */
const lifecycle = (classes: string, example: string) =>
  z
    .strictObject({
      expireAfterDays: z
        .int()
        .min(1)
        .optional()
        .describe(
          "Age in days at which the bucket deletes a chunk that Loki's compactor left behind. Unset: 30 days after the longest retention.",
        ),
      ...housekeeping(": the compactor rewrites the index every 10 minutes"),
      prefixes: z
        .array(z.string().meta({ examples: ["fraiseql/"] }))
        .optional()
        .describe("Key prefixes whose objects may expire. Unset: the prefix of each tenant."),
      transitions: z
        .array(
          z.strictObject({
            afterDays: z
              .int()
              .min(0)
              .meta({ examples: [30] })
              .describe("Age in days."),
            storageClass: z
              .string()
              .meta({ examples: [example] })
              .describe(`Class from then on: ${classes}.`),
          }),
        )
        .default([])
        .describe("Moves of chunks to a cheaper class that still answers at once."),
    })
    .prefault({})
    .describe("What the buckets delete or move by themselves.");

const filesystem = z.strictObject({
  kind: z.literal("filesystem").describe("A volume of the one Loki replica."),
});

const s3 = (byEnvironment: EnvironmentDefault) =>
  z.strictObject({
    kind: z.literal("s3").describe("Buckets in Amazon S3, made by the stack."),
    ...s3Region(usage),
    ...buckets("s3"),
    ...s3Access(usage),
    lifecycle: lifecycle("STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR", "STANDARD_IA"),
    ...protection(byEnvironment, usage),
  });

const gcs = (byEnvironment: EnvironmentDefault) =>
  z.strictObject({
    kind: z.literal("gcs").describe("Buckets in Google Cloud Storage, made by the stack."),
    ...gcsPlace(usage),
    ...buckets("gcs"),
    ...gcsKeeping(),
    lifecycle: lifecycle("NEARLINE or COLDLINE", "NEARLINE"),
    ...protection(byEnvironment, usage),
  });

const s3Compatible = z.strictObject({
  kind: z.literal("s3Compatible").describe("Existing buckets in a store with S3's interface."),
  ...s3CompatiblePlace(),
  ...buckets("s3Compatible"),
  ...s3CompatibleAccess(),
});

/** The kinds of object store. */
export const storageKinds = ["filesystem", "s3", "gcs", "s3Compatible"] as const;

/** Where Loki keeps chunks and index. */
export function storageSchema(byEnvironment: EnvironmentDefault) {
  const variants = z
    .discriminatedUnion("kind", [filesystem, s3(byEnvironment), gcs(byEnvironment), s3Compatible])
    .describe("Where Loki keeps chunks and index.");
  return byEnvironment<typeof variants | z.ZodPrefault<typeof variants>>(
    variants.prefault({ kind: "filesystem" }),
    variants,
  ) as typeof variants;
}
