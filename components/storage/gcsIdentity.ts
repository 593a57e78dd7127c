import { CryptoKeyIAMMember } from "@pulumi/gcp/kms";
import type * as pulumi from "@pulumi/pulumi";
import type { GcsStorageSettings } from "../settings/schema";
import type { ServiceAccountRef } from "./s3Policies";

/** What lets Cloud Storage use the customer's key. Nothing where Google manages the keys. */
export function storageKeyGrant(
  name: string,
  settings: Pick<GcsStorageSettings, "kmsKeyName" | "projectNumber" | "protect">,
  opts: pulumi.CustomResourceOptions,
): CryptoKeyIAMMember | undefined {
  const { kmsKeyName, projectNumber, protect } = settings;
  return kmsKeyName === undefined
    ? undefined
    : new CryptoKeyIAMMember(
        name,
        {
          cryptoKeyId: kmsKeyName,
          role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
          member: storageServiceAgent(projectNumber),
        },
        // Buckets that outlive the stack are unreadable without the grant.
        { ...opts, retainOnDelete: protect },
      );
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
 * A Kubernetes service account as a principal of Google Cloud.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#kubernetes-resources-iam-policies
 */
export function workloadPrincipal(
  { project, projectNumber }: Pick<GcsStorageSettings, "project" | "projectNumber">,
  { namespace, serviceAccountName }: ServiceAccountRef,
): string {
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${project}.svc.id.goog`;
  return `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccountName}`;
}
