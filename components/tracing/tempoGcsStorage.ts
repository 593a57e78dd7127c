import { BucketIAMMember } from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { traceExpiryDays } from "../settings/retention";
import type { TempoStorageSettings } from "../settings/schema";
import { GcsBucket } from "../storage/gcsBucket";
import { storageKeyGrant, workloadPrincipal } from "../storage/gcsIdentity";
import { chunksLifecycle } from "../storage/gcsLifecycle";
import { tracesPrefix, type TempoStorage, type TempoStorageArgs } from "./tempoStorage";

export interface TempoGcsStorageArgs extends TempoStorageArgs {
  readonly settings: Extract<TempoStorageSettings, { kind: "gcs" }>;
}

/** A private bucket for traces, and Tempo's right to use it. */
export class TempoGcsStorage extends pulumi.ComponentResource implements TempoStorage {
  readonly traceStore: TempoStorage["traceStore"];
  readonly bucketNames: readonly string[];
  // The principal is Tempo's service account itself: nothing to annotate, no key to mount.
  readonly serviceAccountAnnotations = {};
  readonly env = [];
  readonly volumes = [];
  readonly volumeMounts = [];
  readonly dependencies: TempoStorage["dependencies"];

  constructor(name: string, args: TempoGcsStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:tracing:TempoGcsStorage", name, {}, opts);
    const { settings, retention } = args;
    const { bucket: bucketName, lifecycle } = settings;
    const child = { parent: this };
    const member = workloadPrincipal(settings, args);
    const days = traceExpiryDays(retention, lifecycle.expireAfterDays);
    const rules = { ...lifecycle, transitions: [] };
    const bucket = new GcsBucket(
      `${name}-bucket`,
      {
        bucketName,
        settings,
        lifecycleRules: chunksLifecycle(rules, [{ prefix: tracesPrefix, days }]),
        member,
        keyGrant: storageKeyGrant(`${name}-key-grant`, settings, child),
      },
      child,
    );
    // Tempo asks for the bucket itself when it starts, which a user of objects may not.
    const reader = new BucketIAMMember(
      `${name}-bucket-reader`,
      { bucket: bucketName, role: "roles/storage.legacyBucketReader", member },
      { ...child, dependsOn: [...bucket.dependencies] },
    );

    this.traceStore = { backend: "gcs", gcs: { bucket_name: bucketName } };
    this.bucketNames = [bucketName];
    this.dependencies = [...bucket.dependencies, reader];
    this.registerOutputs({});
  }
}
