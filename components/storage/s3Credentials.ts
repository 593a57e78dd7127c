import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { hashedSecretName, metadata } from "../kubernetes";
import type { S3CompatibleStorageSettings } from "../settings/schema";
import type { StoreAccess } from "./storeAccess";

/** Key of the Secret, and so the name of the file. */
const file = "credentials";

export interface S3CredentialsArgs {
  readonly namespace: string;
  /** Whose pods use the keys. */
  readonly component: string;
  /** Where their container finds the file's folder. */
  readonly mountPath: string;
  readonly credentials: S3CompatibleStorageSettings["credentials"];
}

/** The file with the keys to a store, where the S3 clients of Loki and Tempo look for it. */
export function s3Credentials(
  name: string,
  args: S3CredentialsArgs,
  opts: pulumi.CustomResourceOptions,
): Pick<StoreAccess, "env" | "volumes" | "volumeMounts" | "dependencies"> {
  const { credentials, mountPath } = args;
  const { secretName, dependencies } =
    "existingSecret" in credentials
      ? { secretName: credentials.existingSecret, dependencies: [] }
      : credentialsSecret(name, args, credentials, opts);
  const volume = "object-store-credentials";
  return {
    // Read when the program's configuration holds no keys.
    env: [{ name: "AWS_SHARED_CREDENTIALS_FILE", value: `${mountPath}/${file}` }],
    volumes: [{ name: volume, secret: { secretName, defaultMode: 0o440 } }],
    volumeMounts: [{ name: volume, mountPath, readOnly: true }],
    dependencies,
  };
}

interface Credentials {
  readonly accessKeyId: pulumi.Input<string>;
  readonly secretAccessKey: pulumi.Input<string>;
}

/** The keys as a file, in a Secret whose name changes with them, so that pods get the new ones. */
function credentialsSecret(
  name: string,
  { namespace, component }: S3CredentialsArgs,
  { accessKeyId, secretAccessKey }: Credentials,
  opts: pulumi.CustomResourceOptions,
) {
  const stringData = { [file]: credentialsFile(accessKeyId, secretAccessKey) };
  // Not the name that the API server returns: a preview does not know that one.
  const secretName = hashedSecretName(name, stringData);
  const secret = new Secret(
    name,
    { metadata: { ...metadata(name, component, namespace), name: secretName }, stringData },
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
