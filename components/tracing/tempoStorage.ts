import type * as pulumi from "@pulumi/pulumi";
import type { TempoStorageSettings } from "../settings/schema";
import { noStoreAccess, type StoreAccess } from "../storage/storeAccess";
import { tempoPaths } from "./tempoConfig";
import { TempoS3CompatibleStorage } from "./tempoS3CompatibleStorage";

/**
 * The part of Tempo's `storage.trace` block that says where blocks are.
 * @see https://grafana.com/docs/tempo/v2.10.x/configuration/#storage
 */
export type TraceStore =
  | { backend: "local"; local: { path: string } }
  | { backend: "s3"; s3: TempoS3Client }
  | { backend: "gcs"; gcs: { bucket_name: string } };

/** Tempo's S3 client. Keys are never set: they come from the pod's identity or a file. */
export interface TempoS3Client {
  bucket: string;
  /** Host and port, without a scheme. */
  endpoint: string;
  region: string;
  /** Plain HTTP. */
  insecure?: true;
  forcepathstyle?: true;
  sse?: { type: "SSE-S3" } | { type: "SSE-KMS"; kms_key_id: string };
}

/** What Tempo knows of its object store. */
export interface TempoStorage extends StoreAccess {
  readonly traceStore: TraceStore;
}

/** Who uses the object store, and how long what is in it is kept. */
export interface TempoStorageArgs {
  readonly namespace: string;
  /** Service account of Tempo's pods: the one that gets the right to use the bucket. */
  readonly serviceAccountName: string;
  /** How long traces are kept, as a Go duration. */
  readonly retention: string;
}

/** The folder of all traces in the store: Tempo's name for the one tenant it has. */
export const tracesPrefix = "single-tenant/";

/** On the volume of the one Tempo. */
const filesystemStorage: TempoStorage = {
  ...noStoreAccess,
  traceStore: { backend: "local", local: { path: `${tempoPaths.data}/blocks` } },
};

/** The object store of the kind that the settings name. A cloud's SDK is loaded by who uses it. */
export function createTempoStorage(
  name: string,
  { storage, ...args }: TempoStorageArgs & { readonly storage: TempoStorageSettings },
  opts: pulumi.ComponentResourceOptions,
): TempoStorage {
  switch (storage.kind) {
    case "filesystem":
      return filesystemStorage;
    case "s3Compatible":
      return new TempoS3CompatibleStorage(name, { ...args, settings: storage }, opts);
    case "s3": {
      const { TempoS3Storage } = require("./tempoS3Storage") as typeof import("./tempoS3Storage");
      return new TempoS3Storage(name, { ...args, settings: storage }, opts);
    }
    case "gcs": {
      const { TempoGcsStorage } =
        require("./tempoGcsStorage") as typeof import("./tempoGcsStorage");
      return new TempoGcsStorage(name, { ...args, settings: storage }, opts);
    }
  }
}
