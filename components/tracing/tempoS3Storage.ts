import * as pulumi from "@pulumi/pulumi";
import { traceExpiryDays } from "../settings/retention";
import type { TempoStorageSettings } from "../settings/schema";
import { s3Host } from "../storage/awsPartition";
import { S3Bucket } from "../storage/s3Bucket";
import { S3Identity } from "../storage/s3Identity";
import { chunksLifecycle } from "../storage/s3Lifecycle";
import { tracesPrefix, type TempoStorage, type TempoStorageArgs } from "./tempoStorage";

export interface TempoS3StorageArgs extends TempoStorageArgs {
  readonly settings: Extract<TempoStorageSettings, { kind: "s3" }>;
}

/** A private S3 bucket for traces, and Tempo's right to use it. */
export class TempoS3Storage extends pulumi.ComponentResource implements TempoStorage {
  readonly traceStore: TempoStorage["traceStore"];
  readonly bucketNames: readonly string[];
  readonly serviceAccountAnnotations: TempoStorage["serviceAccountAnnotations"];
  readonly env = [];
  readonly volumes = [];
  readonly volumeMounts = [];
  readonly dependencies: TempoStorage["dependencies"];

  constructor(name: string, args: TempoS3StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:tracing:TempoS3Storage", name, {}, opts);
    const { settings, namespace, serviceAccountName, retention } = args;
    const { bucket: bucketName, region, kmsKeyArn, lifecycle } = settings;
    const days = traceExpiryDays(retention, lifecycle.expireAfterDays);
    const rules = { ...lifecycle, transitions: [] };
    const bucket = new S3Bucket(
      `${name}-bucket`,
      {
        bucketName,
        settings,
        lifecycleRules: chunksLifecycle(rules, [{ prefix: tracesPrefix, days }], "traces"),
      },
      { parent: this },
    );
    const identity = new S3Identity(
      `${name}-identity`,
      { program: "Tempo", settings, namespace, serviceAccountName, bucketNames: [bucketName] },
      { parent: this },
    );

    this.traceStore = {
      backend: "s3",
      s3: {
        bucket: bucketName,
        endpoint: s3Host(region),
        region,
        sse:
          kmsKeyArn === undefined ? { type: "SSE-S3" } : { type: "SSE-KMS", kms_key_id: kmsKeyArn },
      },
    };
    this.bucketNames = [bucketName];
    this.serviceAccountAnnotations = identity.serviceAccountAnnotations;
    this.dependencies = [...bucket.dependencies, ...identity.dependencies];
    this.registerOutputs({});
  }
}
