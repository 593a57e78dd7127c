import type * as aws from "@pulumi/aws";
import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketLogging,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { S3StorageSettings } from "../settings/schema";
import { bucketPolicy } from "./s3Policies";

/** What a bucket's own settings are. */
export type S3BucketSettings = Pick<
  S3StorageSettings,
  "region" | "kmsKeyArn" | "protect" | "forceDestroy" | "accessLogBucket"
>;

export interface S3BucketArgs {
  /** Globally unique and fixed: a generated name would make a replacement look harmless. */
  readonly bucketName: string;
  readonly settings: S3BucketSettings;
  readonly lifecycleRules: aws.types.input.s3.BucketLifecycleConfigurationRule[];
}

const noPublicAccess = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** What makes each object unreadable without the key, and refuses keys that clients bring. */
function encryptionRule(kmsKeyArn: string | undefined) {
  return {
    applyServerSideEncryptionByDefault:
      kmsKeyArn === undefined
        ? { sseAlgorithm: "AES256" }
        : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
    // One data key per bucket for a while, instead of a paid call to KMS per object.
    ...(kmsKeyArn === undefined ? {} : { bucketKeyEnabled: true }),
    blockedEncryptionTypes: ["SSE-C"],
  };
}

/**
 * A private bucket: versioned, encrypted, without access lists, closed to the public and to plain
 * HTTP. All of it but the access log is there before {@link S3Bucket.dependencies} are.
 */
export class S3Bucket extends pulumi.ComponentResource {
  /** What must exist before the first object is written. */
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: S3BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:S3Bucket", name, {}, opts);
    const { bucketName, settings, lifecycleRules } = args;
    const { region, kmsKeyArn, protect, forceDestroy, accessLogBucket } = settings;

    // What outlives the stack must not lose its protection with it, so everything is retained.
    const kept = { parent: this, retainOnDelete: protect };
    const { bucket } = new Bucket(
      name,
      { bucket: bucketName, region, forceDestroy },
      { ...kept, protect },
    );
    const of = { bucket, region };
    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { ...of, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    const publicAccess = new BucketPublicAccessBlock(
      `${name}-public-access`,
      { ...of, ...noPublicAccess },
      kept,
    );
    const ownership = new BucketOwnershipControls(
      `${name}-ownership`,
      { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
      // S3 answers 409 to two changes of a bucket's access settings at the same time.
      { ...kept, dependsOn: [publicAccess] },
    );
    const encryption = new BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { ...of, rules: [encryptionRule(kmsKeyArn)] },
      kept,
    );
    const policy = new BucketPolicy(
      `${name}-policy`,
      { ...of, policy: JSON.stringify(bucketPolicy({ bucketName, region, kmsKeyArn })) },
      // S3 refuses a policy while the block is being put in place.
      { ...kept, dependsOn: [publicAccess] },
    );
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { ...of, rules: lifecycleRules },
      // Noncurrent versions exist only once versioning is on.
      { ...kept, dependsOn: [versioning] },
    );
    if (accessLogBucket !== undefined) {
      new BucketLogging(
        `${name}-logging`,
        { ...of, targetBucket: accessLogBucket, targetPrefix: `${bucketName}/` },
        kept,
      );
    }

    this.dependencies = [versioning, publicAccess, ownership, encryption, policy];
    this.registerOutputs({});
  }
}
