import * as pulumi from "@pulumi/pulumi";
import type { S3CompatibleStorageSettings } from "../settings/schema";
import { s3Credentials } from "./s3Credentials";
import type { LokiStorage, S3ClientConfig } from "./storage";

export interface S3CompatibleStorageArgs {
  /** Namespace of Loki's pods. */
  readonly namespace: string;
  readonly settings: S3CompatibleStorageSettings;
}

/** Existing buckets of an existing store that speaks S3, and a file with the keys to it. */
export class S3CompatibleStorage extends pulumi.ComponentResource implements LokiStorage {
  readonly objectStore = "s3";
  readonly objectStoreConfig: LokiStorage["objectStoreConfig"];
  readonly rulerStorageConfig: LokiStorage["rulerStorageConfig"];
  readonly bucketNames: readonly string[];
  readonly serviceAccountAnnotations = {};
  readonly env: LokiStorage["env"];
  readonly volumes: LokiStorage["volumes"];
  readonly volumeMounts: LokiStorage["volumeMounts"];
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: S3CompatibleStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:S3CompatibleStorage", name, {}, opts);
    const { namespace, settings } = args;
    const { chunksBucket, rulerBucket, credentials } = settings;

    const mountPath = "/etc/loki/object-store";
    const access = s3Credentials(
      `${name}-credentials`,
      { namespace, component: "loki", mountPath, credentials },
      { parent: this },
    );

    this.bucketNames = [chunksBucket, rulerBucket];
    this.objectStoreConfig = { s3: clientConfig(chunksBucket, settings) };
    this.rulerStorageConfig = { backend: "s3", s3: clientConfig(rulerBucket, settings) };
    this.env = access.env;
    this.volumes = access.volumes;
    this.volumeMounts = access.volumeMounts;
    this.dependencies = access.dependencies;
    this.registerOutputs({});
  }
}

function clientConfig(
  bucketName: string,
  { endpoint, region, pathStyle }: S3CompatibleStorageSettings,
): S3ClientConfig {
  const { host, protocol } = new URL(endpoint);
  return {
    bucket_name: bucketName,
    endpoint: host,
    region,
    ...(protocol === "http:" ? { insecure: true } : {}),
    bucket_lookup_type: pathStyle ? "path" : "virtual-hosted",
  };
}
