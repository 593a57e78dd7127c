import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { encodeBase64, hashSync } from "bcryptjs";
import type { PasswordSource, SecretKey } from "../secretFiles";
import {
  acceptedGenerations,
  generationSuffix,
  type PasswordGenerations,
} from "../settings/passwordGenerations";
import type { TenantSettings } from "../settings/schema";

/** A user of the gateway whose password the program knows. */
export interface KnownUser {
  readonly name: string;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /** bcrypt, of a cost that fits the password. Secret. */
  readonly hash: pulumi.Output<string>;
}

/** A user whose password somebody else keeps in a Secret, and its bcrypt hash beside it. */
export interface ExistingUser {
  readonly name: string;
  readonly passwordFrom: SecretKey;
  readonly hashFrom: SecretKey;
}

export type GatewayUser = KnownUser | ExistingUser;

/** The users of a client: who it is, and who it was and is still let in as. */
export interface Client {
  readonly user: GatewayUser;
  /** @default nobody */
  readonly previous?: GatewayUser;
}

/** The two users of a tenant: one may only push, the other only read. */
export interface TenantUsers {
  readonly id: string;
  /** Absent where the tenant is retired. */
  readonly write?: GatewayUser;
  readonly read: GatewayUser;
  /** Of the generation before, as long as it is let in. */
  readonly previousWrite?: GatewayUser;
  readonly previousRead?: GatewayUser;
}

/** Where a user's password is, as those who need it are told. */
export const passwordOf = (user: GatewayUser): PasswordSource =>
  "passwordFrom" in user ? { passwordFrom: user.passwordFrom } : { password: user.password };

/** Takes each password from the settings or generates one. */
export function tenantUsers(
  tenant: TenantSettings,
  opts: pulumi.CustomResourceOptions,
): TenantUsers {
  const { id, existingSecret, retiredOn } = tenant;
  const client = (direction: "write" | "read", given: Given) =>
    users(
      { name: `${id}-${direction}`, existingSecret, prefix: `${direction}-`, given },
      tenant,
      opts,
    );
  const reader = client("read", {
    current: tenant.readPassword,
    previous: tenant.previousReadPassword,
  });
  const writer =
    retiredOn === undefined
      ? client("write", { current: tenant.writePassword, previous: tenant.previousWritePassword })
      : undefined;
  return {
    id,
    ...(writer === undefined ? {} : { write: writer.user }),
    read: reader.user,
    ...(writer?.previous === undefined ? {} : { previousWrite: writer.previous }),
    ...(reader.previous === undefined ? {} : { previousRead: reader.previous }),
  };
}

/** The user that pushes for every tenant: where there are several, one agent has lines of each. */
export function collectorClient(
  settings: PasswordGenerations & { readonly existingSecret?: string | undefined },
  opts: pulumi.CustomResourceOptions,
): Client {
  const { existingSecret } = settings;
  return users({ name: "collector", existingSecret, prefix: "", given: {} }, settings, opts);
}

/** Passwords from the settings, by generation. */
interface Given {
  readonly current?: pulumi.Output<string> | undefined;
  readonly previous?: pulumi.Output<string> | undefined;
}

interface ClientArgs {
  /** Of its user of the first generation. */
  readonly name: string;
  readonly existingSecret: string | undefined;
  /** What the keys of that Secret begin with. */
  readonly prefix: string;
  readonly given: Given;
}

function users(
  { name, existingSecret, prefix, given }: ClientArgs,
  settings: PasswordGenerations,
  opts: pulumi.CustomResourceOptions,
): Client {
  const { current, previous } = acceptedGenerations(settings);
  const of = (generation: number, password: pulumi.Output<string> | undefined): GatewayUser => {
    const suffix = generationSuffix(generation);
    if (existingSecret === undefined) {
      return knownUser(name + suffix, password, opts);
    }
    const from = (key: string) => ({ secretName: existingSecret, key: prefix + key + suffix });
    return { name: name + suffix, passwordFrom: from("password"), hashFrom: from("hash") };
  };
  return {
    user: of(current, given.current),
    ...(previous === undefined ? {} : { previous: of(previous, given.previous) }),
  };
}

/**
 * Each step doubles the work of a guess, and of the gateway for a password it has not seen lately. What
 * is generated has 190 random bits, which nobody guesses at any speed. What people choose is guessable.
 */
const costs = { generated: 4, given: 10 } as const;

function knownUser(
  name: string,
  given: pulumi.Output<string> | undefined,
  opts: pulumi.CustomResourceOptions,
): KnownUser {
  const origin = given === undefined ? "generated" : "given";
  const password = pulumi.secret(given ?? generated(name, opts));
  return { name, password, hash: pulumi.secret(password.apply(bcrypt(name, costs[origin]))) };
}

/** Letters and digits only: the password has to survive URLs, shells and configuration files. */
function generated(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return new RandomPassword(`gateway-${name}`, { length: 32, special: false }, opts).result;
}

/**
 * Hashes a password. The salt comes from user and password, so the same password always gives the same
 * hash and an update without a change changes nothing.
 */
function bcrypt(userName: string, cost: number): (password: string) => string {
  return (password) => {
    const digest = createHash("sha256")
      .update(JSON.stringify([userName, password]))
      .digest();
    const rounds = String(cost).padStart(2, "0");
    return hashSync(password, `$2a$${rounds}$${encodeBase64([...digest], 16)}`);
  };
}
