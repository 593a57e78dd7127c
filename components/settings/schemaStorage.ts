import { z } from "zod";
import { secretText, type EnvironmentDefault } from "./fields";

const bucketName = (holds: string) => z.string().describe(`Bucket for ${holds}. Globally unique.`);

const buckets = {
  chunksBucket: bucketName("chunks and index"),
  rulerBucket: bucketName("recording and alerting rules"),
};

const lifecycle = z
  .strictObject({
    expireAfterDays: z
      .int()
      .optional()
      .describe(
        "Age in days at which the bucket deletes a chunk that Loki's compactor left behind. Unset: 30 days after the longest retention.",
      ),
    noncurrentDays: z
      .int()
      .default(7)
      .describe("Days an overwritten or deleted object can still be restored."),
    abortMultipartAfterDays: z
      .int()
      .default(7)
      .describe("Days after which an upload that was never completed is discarded."),
    prefixes: z
      .array(z.string())
      .optional()
      .describe("Key prefixes whose objects may expire. Unset: the prefix of each tenant."),
    transitions: z
      .array(z.strictObject({ afterDays: z.int(), storageClass: z.string() }))
      .default([])
      .describe("Moves of chunks to a cheaper class that still answers at once."),
  })
  .prefault({});

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
    kind: z.literal("podIdentity"),
    clusterName: z
      .string()
      .describe("EKS cluster that runs the stack, with the Pod Identity agent."),
  }),
  z.strictObject({
    kind: z.literal("irsa"),
    oidcProviderArn: z.string().describe("ARN of the cluster's OpenID Connect provider."),
  }),
]);

/** Where Loki keeps chunks and index. */
export function storageSchema(byEnvironment: EnvironmentDefault) {
  const variants = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("filesystem") }),
    z.strictObject({
      kind: z.literal("s3"),
      region: z.string().describe("AWS region of the buckets, such as eu-west-1."),
      ...buckets,
      identity: s3Identity.describe("How Loki's pods get the right to use the buckets."),
      kmsKeyArn: z
        .string()
        .optional()
        .describe("KMS key that encrypts the objects. Unset: keys that S3 manages (SSE-S3)."),
      accessLogBucket: z
        .string()
        .optional()
        .describe("Existing bucket that receives S3's access logs of the buckets."),
      lifecycle,
      ...protection(byEnvironment),
    }),
    z.strictObject({
      kind: z.literal("gcs"),
      project: z.string().describe("Google Cloud project of the buckets and the cluster."),
      projectNumber: z.string().describe("Number of that project, for Workload Identity."),
      location: z.string().describe("Location of the buckets, such as EU or europe-west1."),
      ...buckets,
      kmsKeyName: z
        .string()
        .optional()
        .describe("Cloud KMS key that encrypts the objects. Unset: keys that Google manages."),
      softDeleteDays: z
        .int()
        .min(0)
        .max(90)
        .default(7)
        .describe("Days a deleted object can be restored, and is billed. 0 turns soft delete off."),
      lifecycle,
      ...protection(byEnvironment),
    }),
    z.strictObject({
      kind: z.literal("s3Compatible"),
      endpoint: z.string().describe("http(s)://host:port of the object store."),
      region: z.string().default("us-east-1").describe("Region the store expects in signatures."),
      ...buckets,
      pathStyle: z
        .boolean()
        .default(true)
        .describe("Bucket in the path of the address instead of the host name."),
      credentials: z.union([
        z.strictObject({ accessKeyId: secretText(), secretAccessKey: secretText() }),
        z.strictObject({
          existingSecret: z
            .string()
            .describe("Secret whose key `credentials` holds an AWS credentials file."),
        }),
      ]),
    }),
  ]);
  return byEnvironment<typeof variants | z.ZodPrefault<typeof variants>>(
    variants.prefault({ kind: "filesystem" }),
    variants,
  ) as typeof variants;
}
