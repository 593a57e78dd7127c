import { Secret } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { hashedSecretName, metadata } from "../kubernetes";
import { secretVolume } from "../secretFiles";
import { userFile } from "./caddyConfig";
import type { Client, GatewayUser, TenantUsers } from "./passwords";

/** Everyone who is let in. */
export function usersOf(tenants: readonly TenantUsers[], collector: Client): GatewayUser[] {
  return [
    ...tenants.flatMap(({ write, read, previousWrite, previousRead }) => [
      write,
      read,
      previousWrite,
      previousRead,
    ]),
    collector.user,
    collector.previous,
  ].filter((user) => user !== undefined);
}

/** One file per user with the hash of the password, where the program knows it. */
export function usersSecret(
  name: string,
  namespace: string,
  users: readonly GatewayUser[],
  opts: pulumi.CustomResourceOptions,
): { readonly object: Secret; readonly secretName: pulumi.Output<string> } {
  const stringData = Object.fromEntries(
    users.flatMap((user) => ("hash" in user ? [[userFile(user.name), user.hash]] : [])),
  ) as Record<string, pulumi.Output<string>>;
  const secretName = hashedSecretName(`${name}-users`, stringData);
  const object = new Secret(
    `${name}-users`,
    { metadata: { ...metadata("", name, namespace), name: secretName }, stringData },
    opts,
  );
  return { object, secretName };
}

/** The volume of the files of every user, whoever keeps the hash. */
export function usersVolume(secretName: pulumi.Output<string>, users: readonly GatewayUser[]) {
  const others = users.flatMap((user) =>
    "hashFrom" in user ? [{ ...user.hashFrom, path: userFile(user.name) }] : [],
  );
  return secretVolume("users", secretName, others);
}
