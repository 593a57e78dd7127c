import { CryptoKeyIAMMember } from "@pulumi/gcp/kms";
import * as pulumi from "@pulumi/pulumi";
import type { GcsStorageSettings } from "../settings/schema";
import { GcsBucket } from "./gcsBucket";
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
    const { chunksBucket, rulerBucket, lifecycle, kmsKeyName } = settings;

    const keyGrant =
      kmsKeyName === undefined
        ? undefined
        : new CryptoKeyIAMMember(
            `${name}-key-grant`,
            {
              cryptoKeyId: kmsKeyName,
              role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
              member: storageServiceAgent(settings.projectNumber),
            },
            // Buckets that outlive the stack are unreadable without the grant.
            { parent: this, retainOnDelete: settings.protect },
          );
    const common = { settings, member: workloadPrincipal(args), keyGrant };
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

/**
 * The account that Cloud Storage itself uses keys with. Its name follows from the project's number,
 * so no look-up is needed; a project that never used Cloud Storage creates it with
 * `gcloud storage service-agent`.
 * @see https://cloud.google.com/storage/docs/encryption/using-customer-managed-keys#service-agent-access
 */
function storageServiceAgent(projectNumber: string): string {
  return `serviceAccount:service-${projectNumber}@gs-project-accounts.iam.gserviceaccount.com`;
}

/**
 * Loki's Kubernetes service account as a principal of Google Cloud.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-resources-iam-policies
 */
function workloadPrincipal({ settings, namespace, serviceAccountName }: GcsStorageArgs): string {
  const { project, projectNumber } = settings;
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${project}.svc.id.goog`;
  return `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccountName}`;
}
