import { z } from "zod";
import { httpAddressFlaw } from "./addresses";
import { regionFlaw } from "./awsRegions";
import { bucketNameFlaw, type bucketRules } from "./bucketNames";
import { days, objectName, secretFlaw, secretText, type EnvironmentDefault } from "./fields";
import { checkedText, matching, type Flaw } from "./flaws";
import { kmsKeyArnFlaw, kmsKeyNameFlaw } from "./kmsKeys";

/** A kind of store that has buckets. */
export type Store = keyof typeof bucketRules;

/** Whose pods use what: `Loki's pods` and `the buckets`. */
export interface Usage {
  readonly pods: string;
  readonly buckets: string;
}

/** Name of a bucket, as the store wants it. */
export const bucket = (store: Store, example: string) =>
  checkedText((name) => bucketNameFlaw(store, name, example)).meta({ examples: [example] });

const daysFrom = (row: "C17" | undefined, reason: string) =>
  days((value) =>
    value >= 1 && value <= 365
      ? undefined
      : { ...(row && { row }), expected: `a whole number from 1 to 365${reason}` },
  ).meta({ ...(row && { row }) });

/** How long a bucket keeps what nobody uses any more. */
export const housekeeping = (reason: string) => ({
  noncurrentDays: daysFrom("C17", reason)
    .default(7)
    .describe("Days an overwritten or deleted object can still be restored."),
  abortMultipartAfterDays: daysFrom(undefined, "")
    .default(7)
    .describe("Days after which an upload that was never completed is discarded."),
});

/** What keeps a bucket from a mistaken deletion. */
export const protection = (byEnvironment: EnvironmentDefault, { buckets }: Usage) => ({
  protect: z
    .boolean()
    .default(byEnvironment(false, true))
    .describe(`Pulumi refuses to delete or replace ${buckets}.`),
  forceDestroy: z
    .boolean()
    .default(false)
    .describe(`Deleting the stack also deletes every object in ${buckets}. For throw-away stacks.`),
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

/** Where buckets of S3 are. */
export const s3Region = ({ buckets }: Usage) => ({
  region: checkedText(regionFlaw)
    .meta({ missing: "C19", examples: ["eu-west-1"] })
    .describe(`AWS region of ${buckets}, such as eu-west-1. Unset: aws:region.`),
});

/** Who uses buckets of S3, by which key, and who notes it. */
export const s3Access = ({ pods, buckets }: Usage) => ({
  identity: s3Identity.describe(`How ${pods} get the right to use ${buckets}.`),
  kmsKeyArn: checkedText(kmsKeyArnFlaw)
    .optional()
    .describe("KMS key that encrypts the objects. Unset: keys that S3 manages (SSE-S3)."),
  accessLogBucket: bucket("s3", "acme-access-logs")
    .optional()
    .describe(`Existing bucket that receives S3's access logs of ${buckets}.`),
});

/** Where buckets of Google Cloud are. */
export const gcsPlace = ({ buckets }: Usage) => ({
  project: checkedText(
    matching(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
      expected: "the id of a Google Cloud project: 6 to 30 of a-z 0-9 -",
    }),
  )
    .meta({ examples: ["acme-prod"] })
    .describe(`Google Cloud project of ${buckets} and the cluster.`),
  projectNumber: checkedText(matching(/^\d+$/, { expected: "the number of the project" }))
    .meta({ examples: ["123456789012"] })
    .describe("Number of that project, for Workload Identity."),
  location: checkedText(
    matching(/^[a-z]+\d*$|^[a-z]+-[a-z]+\d+$/i, {
      expected: "a location of Cloud Storage such as EU or europe-west1",
    }),
  )
    .meta({ examples: ["EU"] })
    .describe(`Location of ${buckets}, such as EU or europe-west1.`),
});

/** By which key buckets of Google Cloud are encrypted, and how long they remember. */
export const gcsKeeping = () => ({
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

/** Where an existing store is. */
export const s3CompatiblePlace = () => ({
  endpoint: checkedText(httpAddressFlaw)
    .meta({ row: "C70", examples: ["https://objects.example.com:9000"] })
    .describe("http(s)://host:port of the object store."),
  region: checkedText(
    matching(/^[\w-]+$/, { expected: "the region the store expects, such as us-east-1" }),
  )
    .default("us-east-1")
    .describe("Region the store expects in signatures."),
});

/** How an existing store is asked, and by whose keys. */
export const s3CompatibleAccess = () => ({
  pathStyle: z
    .boolean()
    .default(true)
    .describe("Bucket in the path of the address instead of the host name."),
  credentials: credentials.describe("Either accessKeyId and secretAccessKey, or existingSecret."),
});
