import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Loki's `object_store` block. @see https://grafana.com/docs/loki/latest/configure/#storage_config */
export type ObjectStoreConfig =
  { filesystem: { dir: string } } | { s3: S3ClientConfig } | { gcs: { bucket_name: string } };

/** Loki's Thanos S3 client. Keys are never set: they come from the pod's identity or a file. */
export interface S3ClientConfig {
  bucket_name: string;
  endpoint: string;
  region: string;
  /** Plain HTTP. */
  insecure?: true;
  bucket_lookup_type?: "path";
  dualstack_enabled?: false;
  native_aws_auth_enabled?: true;
  sse?: { type: "SSE-S3" } | { type: "SSE-KMS"; kms_key_id: string };
}

/** Loki's `ruler_storage` block. */
export type RulerStorageConfig = { backend: "filesystem" | "s3" | "gcs" } & ObjectStoreConfig;

/** What the rest of the stack knows of the object store. */
export interface LokiStorage {
  /** Name of the store in `schema_config` and `delete_request_store`. */
  readonly objectStore: "filesystem" | "s3" | "gcs";
  readonly objectStoreConfig: ObjectStoreConfig;
  readonly rulerStorageConfig: RulerStorageConfig;
  /** Names of the buckets, for the stack's outputs. */
  readonly bucketNames: readonly string[];
  /** What binds Loki's service account to a cloud role. */
  readonly serviceAccountAnnotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** How Loki's container finds credentials, where the store needs any. */
  readonly env: readonly k8s.types.input.core.v1.EnvVar[];
  readonly volumes: readonly k8s.types.input.core.v1.Volume[];
  readonly volumeMounts: readonly k8s.types.input.core.v1.VolumeMount[];
  /** What must exist before Loki starts. */
  readonly dependencies: readonly pulumi.Resource[];
}
