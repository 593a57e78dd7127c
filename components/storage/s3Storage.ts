import * as pulumi from "@pulumi/pulumi";
import type { S3StorageSettings } from "../settings/schema";
import { s3Host } from "./awsPartition";
import { S3Bucket } from "./s3Bucket";
import { S3Identity } from "./s3Identity";
import { chunksLifecycle, rulerLifecycle } from "./s3Lifecycle";
import type { LokiStorage, LokiStorageArgs, S3ClientConfig } from "./storage";

export interface S3StorageArgs extends LokiStorageArgs {
  readonly settings: S3StorageSettings;
}

/** Two private S3 buckets, one for chunks and index, one for rules, and Loki's right to use them. */
export class S3Storage extends pulumi.ComponentResource implements LokiStorage {
  readonly objectStore = "s3";
  readonly objectStoreConfig: LokiStorage["objectStoreConfig"];
  readonly rulerStorageConfig: LokiStorage["rulerStorageConfig"];
  readonly bucketNames: readonly string[];
  readonly serviceAccountAnnotations: LokiStorage["serviceAccountAnnotations"];
  readonly env = [];
  readonly volumes = [];
  readonly volumeMounts = [];
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: S3StorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:S3Storage", name, {}, opts);
    const { settings, namespace, serviceAccountName, chunkExpiries } = args;
    const { chunksBucket, rulerBucket, lifecycle } = settings;
    this.bucketNames = [chunksBucket, rulerBucket];

    const bucket = (
      role: string,
      bucketName: string,
      lifecycleRules: ReturnType<typeof rulerLifecycle>,
    ) =>
      new S3Bucket(`${name}-${role}`, { bucketName, settings, lifecycleRules }, { parent: this });
    const chunks = bucket("chunks", chunksBucket, chunksLifecycle(lifecycle, chunkExpiries));
    const ruler = bucket("ruler", rulerBucket, rulerLifecycle(lifecycle));
    const identity = new S3Identity(
      `${name}-identity`,
      {
        program: "Loki",
        settings,
        namespace,
        serviceAccountName,
        bucketNames: this.bucketNames,
      },
      { parent: this },
    );

    this.objectStoreConfig = { s3: clientConfig(chunksBucket, settings) };
    this.rulerStorageConfig = { backend: "s3", s3: clientConfig(rulerBucket, settings) };
    this.serviceAccountAnnotations = identity.serviceAccountAnnotations;
    this.dependencies = [...chunks.dependencies, ...ruler.dependencies, ...identity.dependencies];
    this.registerOutputs({});
  }
}

function clientConfig(
  bucketName: string,
  { region, kmsKeyArn }: S3StorageSettings,
): S3ClientConfig {
  return {
    bucket_name: bucketName,
    endpoint: s3Host(region),
    region,
    // The default asks the dual-stack host, which a VPC's gateway endpoint does not route.
    dualstack_enabled: false,
    // Credentials by AWS's own SDK. Off, the S3 client's second implementation of Pod Identity and
    // IRSA works too, and is one more thing that may differ from what AWS documents.
    native_aws_auth_enabled: true,
    sse: kmsKeyArn === undefined ? { type: "SSE-S3" } : { type: "SSE-KMS", kms_key_id: kmsKeyArn },
  };
}
