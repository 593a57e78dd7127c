import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { hashedSecretName, metadata } from "./kubernetes";
import type { Owner } from "./kubernetesObjects";
import { secretVolume, type PasswordSource } from "./secretFiles";

/** A password, by the name of the file in which its pod reads it. */
export type PasswordFile = readonly [path: string, source: PasswordSource];

/**
 * A volume with a file of each password. Those that the program knows are in a Secret of the stack's own,
 * `<owner>-<suffix>` and a hash of its content; those that somebody else keeps are read where they are.
 */
export function passwordFiles(
  { name, namespace }: Owner,
  args: {
    /** Name of the volume. */
    readonly volume: string;
    readonly suffix: string;
    readonly files: readonly PasswordFile[];
  },
  opts: pulumi.CustomResourceOptions,
) {
  const { files, suffix } = args;
  const known = files.flatMap(([path, source]) =>
    "password" in source ? [[path, pulumi.secret(source.password)] as const] : [],
  );
  const others = files.flatMap(([path, source]) =>
    "passwordFrom" in source ? [{ ...source.passwordFrom, path }] : [],
  );
  if (known.length === 0) {
    return { volume: secretVolume(args.volume, undefined, others), objects: [] };
  }
  const stringData = Object.fromEntries(known);
  const secretName = hashedSecretName(`${name}-${suffix}`, stringData);
  const object = new Secret(
    `${name}-${suffix}`,
    { metadata: { ...metadata("", name, namespace), name: secretName }, stringData },
    opts,
  );
  return { volume: secretVolume(args.volume, secretName, others), objects: [object] };
}
