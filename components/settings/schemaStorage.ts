import { z } from "zod";
import { regionFlaw } from "./awsRegions";
import { bucketNameFlaw, type bucketRules } from "./bucketNames";
import { days, objectName, secretFlaw, secretText, type EnvironmentDefault } from "./fields";
import { checkedText, matching, type Flaw } from "./flaws";
import { kmsKeyArnFlaw, kmsKeyNameFlaw } from "./kmsKeys";
import { httpAddressFlaw } from "./addresses";

type Store = keyof typeof bucketRules;

const bucket = (store: Store, example: string) =>
  checkedText((name) => bucketNameFlaw(store, name, example)).meta({ examples: [example] });

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

const daysFrom = (row: "C17" | undefined, reason: string) =>
  days((value) =>
    value >= 1 && value <= 365
      ? undefined
      : { ...(row && { row }), expected: `a whole number from 1 to 365${reason}` },
  ).meta({ ...(row && { row }) });

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
      noncurrentDays: daysFrom("C17", ": the compactor rewrites the index every 10 minutes")
        .default(7)
        .describe("Days an overwritten or deleted object can still be restored."),
      abortMultipartAfterDays: daysFrom(undefined, "")
        .default(7)
        .describe("Days after which an upload that was never completed is discarded."),
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

const protection = (byEnvironment: EnvironmentDefault) => ({
  protect: z
    .boolean()
    .default(byEnvironment(false, true))
    .describe("Pulumi refuses to delete or replace the buckets."),
  forceDestroy: z
    .boolean()
    .default(false)
    .describe(
      "Deleting the stack also deletes every object in its buckets. For throw-away stacks.",
    ),
});

const s3Identity = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("podIdentity").describe("EKS Pod Identity."),
    clusterName: checkedText(
      matching(/^[0-9A-Za-z][\w-]{0,99}$/, { expected: "the name of an EKS cluster" }),
    )
      .meta({ examples: ["acme-prod"] })
      .describe("EKS cluster that runs the stack, with the Pod Identity agent."),
  }),
  z.strictObject({
    kind: z.literal("irsa").describe("IAM roles for service accounts."),
    oidcProviderArn: checkedText(
      matching(/^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/[\w.-]+(?:\/[\w.-]+)*$/, {
        row: "C30",
        expected: "arn:aws:iam::<account>:oidc-provider/<issuer without https://>",
      }),
    )
      .meta({
        missing: "C30",
        examples: [
          "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        ],
      })
      .describe("ARN of the cluster's OpenID Connect provider."),
  }),
]);

const filesystem = z.strictObject({
  kind: z.literal("filesystem").describe("A volume of the one Loki replica."),
});

const s3 = (byEnvironment: EnvironmentDefault) =>
  z.strictObject({
    kind: z.literal("s3").describe("Buckets in Amazon S3, made by the stack."),
    region: checkedText(regionFlaw)
      .meta({ missing: "C19", examples: ["eu-west-1"] })
      .describe("AWS region of the buckets, such as eu-west-1. Unset: aws:region."),
    ...buckets("s3"),
    identity: s3Identity.describe("How Loki's pods get the right to use the buckets."),
    kmsKeyArn: checkedText(kmsKeyArnFlaw)
      .optional()
      .describe("KMS key that encrypts the objects. Unset: keys that S3 manages (SSE-S3)."),
    accessLogBucket: bucket("s3", "acme-access-logs")
      .optional()
      .describe("Existing bucket that receives S3's access logs of the buckets."),
    lifecycle: lifecycle("STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR", "STANDARD_IA"),
    ...protection(byEnvironment),
  });

const gcs = (byEnvironment: EnvironmentDefault) =>
  z.strictObject({
    kind: z.literal("gcs").describe("Buckets in Google Cloud Storage, made by the stack."),
    project: checkedText(
      matching(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
        expected: "the id of a Google Cloud project: 6 to 30 of a-z 0-9 -",
      }),
    )
      .meta({ examples: ["acme-prod"] })
      .describe("Google Cloud project of the buckets and the cluster."),
    projectNumber: checkedText(matching(/^\d+$/, { expected: "the number of the project" }))
      .meta({ examples: ["123456789012"] })
      .describe("Number of that project, for Workload Identity."),
    location: checkedText(
      matching(/^[a-z]+\d*$|^[a-z]+-[a-z]+\d+$/i, {
        expected: "a location of Cloud Storage such as EU or europe-west1",
      }),
    )
      .meta({ examples: ["EU"] })
      .describe("Location of the buckets, such as EU or europe-west1."),
    ...buckets("gcs"),
    kmsKeyName: checkedText(kmsKeyNameFlaw)
      .optional()
      .describe("Cloud KMS key that encrypts the objects. Unset: keys that Google manages."),
    softDeleteDays: z
      .int()
      .min(0)
      .max(90)
      .refine((value) => value === 0 || value >= 7, {
        params: { flaw: { expected: "0 or 7 to 90: Cloud Storage keeps nothing for less" } },
      })
      .default(7)
      .describe("Days a deleted object can be restored, and is billed: 7 to 90, or 0 for none."),
    lifecycle: lifecycle("NEARLINE or COLDLINE", "NEARLINE"),
    ...protection(byEnvironment),
  });

/** The file of keys quotes them in backquotes, and its reader knows no escape for one. */
const keyFlaw = (key: string): Flaw | undefined =>
  key.includes("`")
    ? {
        got: "a text with a backquote",
        expected: "a secret without ` (value not shown)",
        advice: "use other keys, or name your own file in existingSecret",
      }
    : secretFlaw(key);

const credentials = z.union([
  z.strictObject({
    accessKeyId: secretText(keyFlaw)
      .meta({ examples: ["loki"] })
      .describe("Access key of the store."),
    secretAccessKey: secretText(keyFlaw)
      .meta({ examples: ["secret"] })
      .describe("Secret access key that goes with it."),
  }),
  z.strictObject({
    existingSecret: objectName("loki-object-store").describe(
      "Secret in the stack's namespace whose key `credentials` holds an AWS credentials file.",
    ),
  }),
]);

const s3Compatible = z.strictObject({
  kind: z.literal("s3Compatible").describe("Existing buckets in a store with S3's interface."),
  endpoint: checkedText(httpAddressFlaw)
    .meta({ row: "C70", examples: ["https://objects.example.com:9000"] })
    .describe("http(s)://host:port of the object store."),
  region: checkedText(
    matching(/^[\w-]+$/, { expected: "the region the store expects, such as us-east-1" }),
  )
    .default("us-east-1")
    .describe("Region the store expects in signatures."),
  ...buckets("s3Compatible"),
  pathStyle: z
    .boolean()
    .default(true)
    .describe("Bucket in the path of the address instead of the host name."),
  credentials: credentials.describe("Either accessKeyId and secretAccessKey, or existingSecret."),
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
