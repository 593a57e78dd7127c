import { z } from "zod";
import { httpAddressFlaw } from "./addresses";
import {
  bytesQuantity,
  duration,
  resources,
  storageClass,
  type EnvironmentDefault,
} from "./fields";
import { checkedText } from "./flaws";
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

const usage: Usage = { pods: "Tempo's pods", buckets: "the bucket" };

const ownBucket = (store: Store) => ({
  bucket: bucket(store, "acme-tempo-traces").describe(
    `Bucket for traces, and nothing else.${store === "s3Compatible" ? "" : " Globally unique."}`,
  ),
});

const lifecycle = () =>
  z
    .strictObject({
      expireAfterDays: z
        .int()
        .min(1)
        .optional()
        .describe(
          "Age in days at which the bucket deletes a block that Tempo left behind. Unset: 30 days after the retention.",
        ),
      ...housekeeping(": Tempo rewrites blocks as long as they are young"),
    })
    .prefault({})
    .describe("What the bucket deletes by itself.");

/** Where the stack's own Tempo keeps traces. */
const tempoStorage = (byEnvironment: EnvironmentDefault) =>
  z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("filesystem").describe("Tempo's own volume. For development."),
      }),
      z.strictObject({
        kind: z.literal("s3").describe("A bucket in Amazon S3, made by the stack."),
        ...s3Region(usage),
        ...ownBucket("s3"),
        ...s3Access(usage),
        lifecycle: lifecycle(),
        ...protection(byEnvironment, usage),
      }),
      z.strictObject({
        kind: z.literal("gcs").describe("A bucket in Google Cloud Storage, made by the stack."),
        ...gcsPlace(usage),
        ...ownBucket("gcs"),
        ...gcsKeeping(),
        lifecycle: lifecycle(),
        ...protection(byEnvironment, usage),
      }),
      z.strictObject({
        kind: z
          .literal("s3Compatible")
          .describe("An existing bucket in a store with S3's interface."),
        ...s3CompatiblePlace(),
        ...ownBucket("s3Compatible"),
        ...s3CompatibleAccess(),
      }),
    ])
    .prefault({ kind: "filesystem" })
    .describe("Where the stack's own Tempo keeps traces.");

/** Where the traces are that the logs link to. */
export function tracingSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      deploy: z
        .boolean()
        .default(byEnvironment(true, false))
        .describe("Adds a single-binary Tempo to the stack."),
      url: checkedText(httpAddressFlaw)
        .meta({ examples: ["http://tempo.tracing:3200"] })
        .optional()
        .describe("http(s)://host:port of an existing Tempo. Not together with deploy."),
      spanMetrics: z
        .boolean()
        .default(false)
        .describe(
          "Confirms that your Prometheus has the series of the metrics generator of the Tempo at `url`: Grafana then has a service graph, and links from spans to numbers.",
        ),
      storage: tempoStorage(byEnvironment),
      retention: duration()
        .default(byEnvironment("48h", "336h"))
        .describe("How long the stack's own Tempo keeps traces."),
      volumeSize: bytesQuantity()
        .default("5Gi")
        .describe(
          "Volume of the stack's own Tempo: all traces, or with a bucket those that are not in it yet.",
        ),
      storageClass: storageClass(),
      resources: resources({
        cpuRequest: byEnvironment("50m", "250m"),
        memoryRequest: byEnvironment("256Mi", "1Gi"),
        memoryLimit: byEnvironment("512Mi", "2Gi"),
      }),
    })
    .prefault({})
    .describe("Where the traces are that the logs link to.");
}
