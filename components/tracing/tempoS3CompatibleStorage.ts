import * as pulumi from "@pulumi/pulumi";
import type { TempoStorageSettings } from "../settings/schema";
import { s3Credentials } from "../storage/s3Credentials";
import type { TempoStorage, TempoStorageArgs } from "./tempoStorage";

export interface TempoS3CompatibleStorageArgs extends TempoStorageArgs {
  readonly settings: Extract<TempoStorageSettings, { kind: "s3Compatible" }>;
}

/** An existing bucket of an existing store that speaks S3, and a file with the keys to it. */
export class TempoS3CompatibleStorage extends pulumi.ComponentResource implements TempoStorage {
  readonly traceStore: TempoStorage["traceStore"];
  readonly bucketNames: readonly string[];
  readonly serviceAccountAnnotations = {};
  readonly env: TempoStorage["env"];
  readonly volumes: TempoStorage["volumes"];
  readonly volumeMounts: TempoStorage["volumeMounts"];
  readonly dependencies: TempoStorage["dependencies"];

  constructor(
    name: string,
    args: TempoS3CompatibleStorageArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("fraiseql-loki:tracing:TempoS3CompatibleStorage", name, {}, opts);
    const { namespace, serviceAccountName: component, settings } = args;
    const { bucket, endpoint, region, pathStyle, credentials } = settings;
    const { host, protocol } = new URL(endpoint);
    const access = s3Credentials(
      `${name}-credentials`,
      { namespace, component, mountPath: "/etc/tempo-object-store", credentials },
      { parent: this },
    );

    this.traceStore = {
      backend: "s3",
      s3: {
        bucket,
        endpoint: host,
        region,
        ...(protocol === "http:" ? { insecure: true } : {}),
        ...(pathStyle ? { forcepathstyle: true } : {}),
      },
    };
    this.bucketNames = [bucket];
    this.env = access.env;
    this.volumes = access.volumes;
    this.volumeMounts = access.volumeMounts;
    this.dependencies = access.dependencies;
    this.registerOutputs({});
  }
}
