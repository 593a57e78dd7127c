import type * as gcp from "@pulumi/gcp";
import { Bucket, BucketIAMMember } from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import type { GcsStorageSettings } from "../settings/schema";

/** What a bucket's own settings are. */
export type GcsBucketSettings = Pick<
  GcsStorageSettings,
  "project" | "location" | "kmsKeyName" | "softDeleteDays" | "protect" | "forceDestroy"
>;

export interface GcsBucketArgs {
  /** Globally unique and fixed: a generated name would make a replacement look harmless. */
  readonly bucketName: string;
  readonly settings: GcsBucketSettings;
  readonly lifecycleRules: gcp.types.input.storage.BucketLifecycleRule[];
  /** The principal that may read, write and delete the objects. */
  readonly member: string;
  /** What lets Cloud Storage use the key, where the bucket has one of the customer's. */
  readonly keyGrant: pulumi.Resource | undefined;
}

const secondsPerDay = 86_400;

/** A private bucket: encrypted, without access lists, closed to the public. */
export class GcsBucket extends pulumi.ComponentResource {
  /** What must exist before the first object is written. */
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: GcsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:GcsBucket", name, {}, opts);
    const { bucketName, settings, lifecycleRules, member, keyGrant } = args;
    const { project, location, kmsKeyName, softDeleteDays, protect, forceDestroy } = settings;

    const bucket = new Bucket(
      name,
      {
        name: bucketName,
        project,
        location,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        // Soft delete restores what was deleted or overwritten. Versioning on top of it would bill
        // the same objects twice: the compactor rewrites the index every ten minutes.
        versioning: { enabled: false },
        softDeletePolicy: { retentionDurationSeconds: softDeleteDays * secondsPerDay },
        ...(kmsKeyName === undefined ? {} : { encryption: { defaultKmsKeyName: kmsKeyName } }),
        lifecycleRules,
        forceDestroy,
        // Beside Pulumi's own protection: the provider refuses too.
        deletionPolicy: protect ? "PREVENT" : "DELETE",
      },
      {
        parent: this,
        protect,
        retainOnDelete: protect,
        // Google refuses a bucket whose key its storage service cannot use.
        ...(keyGrant === undefined ? {} : { dependsOn: [keyGrant] }),
      },
    );
    const access = new BucketIAMMember(
      `${name}-access`,
      { bucket: bucket.name, role: "roles/storage.objectUser", member },
      { parent: this },
    );

    this.dependencies = [bucket, access];
    this.registerOutputs({});
  }
}
