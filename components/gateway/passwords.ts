import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { encodeBase64, hashSync } from "bcryptjs";
import type { TenantSettings } from "../settings/schema";

/** A user of the gateway. */
export interface GatewayUser {
  readonly name: string;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** bcrypt, cost 10. Secret. */
  readonly hash: pulumi.Output<string>;
}

/** The two users of a tenant: one may only push, the other only read. */
export interface TenantUsers {
  readonly id: string;
  /** Absent where the tenant is retired. */
  readonly write?: GatewayUser;
  readonly read: GatewayUser;
}

/** Takes each password from the settings or generates one. */
export function tenantUsers(
  { id, writePassword, readPassword, retiredOn }: TenantSettings,
  opts: pulumi.CustomResourceOptions,
): TenantUsers {
  return {
    id,
    ...(retiredOn === undefined ? { write: user(`${id}-write`, writePassword, opts) } : {}),
    read: user(`${id}-read`, readPassword, opts),
  };
}

/** The user that pushes for every tenant: where there are several, one agent has lines of each. */
export function collectorUser(opts: pulumi.CustomResourceOptions): GatewayUser {
  return user("collector", undefined, opts);
}

function user(
  name: string,
  given: pulumi.Output<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): GatewayUser {
  if (given !== undefined) {
    return { name, password: pulumi.secret(given), hash: pulumi.secret(given.apply(bcrypt(name))) };
  }
  // Letters and digits only: the password has to survive URLs, shells and configuration files.
  const generated = new RandomPassword(`gateway-${name}`, { length: 32, special: false }, opts);
  return {
    name,
    password: pulumi.secret(generated.result),
    hash: pulumi.secret(generated.bcryptHash),
  };
}

/**
 * Hashes a password that the settings give. The salt comes from user and password, so the same
 * settings always give the same hash and an update without a change changes nothing.
 */
function bcrypt(userName: string): (password: string) => string {
  return (password) => {
    const digest = createHash("sha256")
      .update(JSON.stringify([userName, password]))
      .digest();
    return hashSync(password, `$2a$10$${encodeBase64([...digest], 16)}`);
  };
}
