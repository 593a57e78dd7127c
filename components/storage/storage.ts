import type * as pulumi from "@pulumi/pulumi";
import type { ChunkExpiry } from "../settings/retention";
import type { StorageSettings } from "../settings/schema";
import { filesystemStorage } from "./filesystemStorage";
import { S3CompatibleStorage } from "./s3CompatibleStorage";
import type { StoreAccess } from "./storeAccess";

/** Loki's `object_store` block. @see https://grafana.com/docs/loki/latest/configure/#storage_config */
export type ObjectStoreConfig =
  { filesystem: { dir: string } } | { s3: S3ClientConfig } | { gcs: { bucket_name: string } };

/** Loki's Thanos S3 client. Keys are never set: they come from the pod's identity or a file. */
export interface S3ClientConfig {
  bucket_name: string;
  /** Host and port, without a scheme. */
  endpoint: string;
  region: string;
  /** Plain HTTP. */
  insecure?: true;
  bucket_lookup_type?: "path" | "virtual-hosted";
  dualstack_enabled?: false;
  native_aws_auth_enabled?: true;
  sse?: { type: "SSE-S3" } | { type: "SSE-KMS"; kms_key_id: string };
}

/** Loki's `ruler_storage` block. */
export type RulerStorageConfig = { backend: "filesystem" | "s3" | "gcs" } & ObjectStoreConfig;

/** What the rest of the stack knows of the object store. */
export interface LokiStorage extends StoreAccess {
  /** Name of the store in `schema_config` and `delete_request_store`. */
  readonly objectStore: "filesystem" | "s3" | "gcs";
  readonly objectStoreConfig: ObjectStoreConfig;
  readonly rulerStorageConfig: RulerStorageConfig;
}

/** Who uses the object store, and what in it may expire. */
export interface LokiStorageArgs {
  /** Namespace of Loki's pods. */
  readonly namespace: string;
  /** Service account of Loki's pods: the one that gets the right to use the buckets. */
  readonly serviceAccountName: string;
  /** The only objects that may expire: each tenant's chunks, and when. */
  readonly chunkExpiries: readonly ChunkExpiry[];
}

/**
 * The object store of the kind that the settings name.
 *
 * A cloud's SDK takes about half a second and 80 MB to load, so only the stack that uses it does.
 */
export function createStorage(
  name: string,
  { storage, ...args }: LokiStorageArgs & { readonly storage: StorageSettings },
  opts: pulumi.ComponentResourceOptions,
): LokiStorage {
  switch (storage.kind) {
    case "filesystem":
      return filesystemStorage;
    case "s3Compatible":
      return new S3CompatibleStorage(name, { namespace: args.namespace, settings: storage }, opts);
    case "s3": {
      const { S3Storage } = require("./s3Storage") as typeof import("./s3Storage");
      return new S3Storage(name, { ...args, settings: storage }, opts);
    }
    case "gcs": {
      const { GcsStorage } = require("./gcsStorage") as typeof import("./gcsStorage");
      return new GcsStorage(name, { ...args, settings: storage }, opts);
    }
  }
}
