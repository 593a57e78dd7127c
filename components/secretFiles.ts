import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A key of a Secret that somebody else keeps, in the namespace of the pod that mounts it. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** A password that the program knows, or where somebody else keeps one. */
export type PasswordSource =
  { readonly password: pulumi.Input<string> } | { readonly passwordFrom: SecretKey };

/** A key of a Secret as a file. */
export interface SecretFile extends SecretKey {
  /** Name of the file. */
  readonly path: string;
}

const defaultMode = 0o440;

/**
 * A volume with the files of the stack's own Secret, and with files of Secrets that somebody else
 * keeps. A pod starts only once each of them is there.
 */
export function secretVolume(
  name: string,
  own: pulumi.Input<string> | undefined,
  others: readonly SecretFile[],
): k8s.types.input.core.v1.Volume {
  if (own !== undefined && others.length === 0) {
    return { name, secret: { secretName: own, defaultMode } };
  }
  const sources = [
    ...(own === undefined ? [] : [{ secret: { name: own } }]),
    ...others.map(({ secretName, key, path }) => ({
      secret: { name: secretName, items: [{ key, path }] },
    })),
  ];
  return { name, projected: { defaultMode, sources } };
}
