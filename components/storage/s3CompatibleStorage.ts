import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { hashedSecretName, metadata } from "../kubernetes";
import type { S3CompatibleStorageSettings } from "../settings/schema";
import type { LokiStorage, S3ClientConfig } from "./storage";

export interface S3CompatibleStorageArgs {
  /** Namespace of Loki's pods. */
  readonly namespace: string;
  readonly settings: S3CompatibleStorageSettings;
}

/** Key of the Secret, and so the name of the file. */
const file = "credentials";

const mount = {
  name: "object-store-credentials",
  mountPath: "/etc/loki/object-store",
  readOnly: true,
};

/** Existing buckets of an existing store that speaks S3, and a file with the keys to it. */
export class S3CompatibleStorage extends pulumi.ComponentResource implements LokiStorage {
  readonly objectStore = "s3";
  readonly objectStoreConfig: LokiStorage["objectStoreConfig"];
  readonly rulerStorageConfig: LokiStorage["rulerStorageConfig"];
  readonly bucketNames: readonly string[];
  readonly serviceAccountAnnotations = {};
  // Loki's S3 client reads this file when its configuration holds no keys.
  readonly env = [{ name: "AWS_SHARED_CREDENTIALS_FILE", value: `${mount.mountPath}/${file}` }];
  readonly volumes: LokiStorage["volumes"];
  readonly volumeMounts = [mount];
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: S3CompatibleStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:storage:S3CompatibleStorage", name, {}, opts);
    const { namespace, settings } = args;
    const { chunksBucket, rulerBucket, credentials } = settings;

    const { secretName, dependencies } =
      "existingSecret" in credentials
        ? { secretName: credentials.existingSecret, dependencies: [] }
        : credentialsSecret(`${name}-credentials`, namespace, credentials, { parent: this });

    this.bucketNames = [chunksBucket, rulerBucket];
    this.objectStoreConfig = { s3: clientConfig(chunksBucket, settings) };
    this.rulerStorageConfig = { backend: "s3", s3: clientConfig(rulerBucket, settings) };
    this.volumes = [{ name: mount.name, secret: { secretName, defaultMode: 0o440 } }];
    this.dependencies = dependencies;
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

interface Credentials {
  readonly accessKeyId: pulumi.Input<string>;
  readonly secretAccessKey: pulumi.Input<string>;
}

/** The keys as a file, in a Secret whose name changes with them, so that pods get the new ones. */
function credentialsSecret(
  name: string,
  namespace: string,
  { accessKeyId, secretAccessKey }: Credentials,
  opts: pulumi.CustomResourceOptions,
) {
  const stringData = { [file]: credentialsFile(accessKeyId, secretAccessKey) };
  // Not the name that the API server returns: a preview does not know that one.
  const secretName = hashedSecretName(name, stringData);
  const secret = new Secret(
    name,
    { metadata: { ...metadata(name, "loki", namespace), name: secretName }, stringData },
    opts,
  );
  return { secretName, dependencies: [secret] };
}

/**
 * A shared credentials file. Backticks keep the values as they are: the reader takes `#` and `;` for
 * comments and would cut a key there without a word.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
function credentialsFile(
  accessKeyId: pulumi.Input<string>,
  secretAccessKey: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`[default]
aws_access_key_id = \`${accessKeyId}\`
aws_secret_access_key = \`${secretAccessKey}\`
`;
}
