import * as pulumi from "@pulumi/pulumi";
import type { GcsStorageSettings } from "../settings/schema";
import { GcsBucket } from "./gcsBucket";
import { storageKeyGrant, workloadPrincipal } from "./gcsIdentity";
import { chunksLifecycle, rulerLifecycle } from "./gcsLifecycle";
import type { LokiStorage, LokiStorageArgs } from "./storage";

export interface GcsStorageArgs extends LokiStorageArgs {
  readonly settings: GcsStorageSettings;
}

/** Two private buckets, one for chunks and index, one for rules, and Loki's right to use them. */
export class GcsStorage extends pulumi.ComponentResource implements LokiStorage {
  readonly objectStore = "gcs";
  readonly objectStoreConfig: LokiStorage["objectStoreConfig"];
  readonly rulerStorageConfig: LokiStorage["rulerStorageConfig"];
  readonly bucketNames: readonly string[];
  // The principal is Loki's service account itself: nothing to annotate, no key to mount.
  readonly serviceAccountAnnotations = {};
  readonly env = [];
  readonly volumes = [];
  readonly volumeMounts = [];
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: GcsStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:GcsStorage", name, {}, opts);
    const { settings, chunkExpiries } = args;
    const { chunksBucket, rulerBucket, lifecycle } = settings;

    const keyGrant = storageKeyGrant(`${name}-key-grant`, settings, { parent: this });
    const common = { settings, member: workloadPrincipal(settings, args), keyGrant };
    const chunks = new GcsBucket(
      `${name}-chunks`,
      {
        ...common,
        bucketName: chunksBucket,
        lifecycleRules: chunksLifecycle(lifecycle, chunkExpiries),
      },
      { parent: this },
    );
    const ruler = new GcsBucket(
      `${name}-ruler`,
      { ...common, bucketName: rulerBucket, lifecycleRules: rulerLifecycle(lifecycle) },
      { parent: this },
    );

    this.bucketNames = [chunksBucket, rulerBucket];
    this.objectStoreConfig = { gcs: { bucket_name: chunksBucket } };
    this.rulerStorageConfig = { backend: "gcs", gcs: { bucket_name: rulerBucket } };
    this.dependencies = [...chunks.dependencies, ...ruler.dependencies];
    this.registerOutputs({});
  }
}
