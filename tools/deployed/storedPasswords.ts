import type { SecretPlace } from "../../components/outputs";
import type { Kubectl } from "../cluster/kubectl";
import { Refusal } from "../refusal";
import type { Outputs } from "./outputs";

/**
 * The outputs with the passwords that the program does not know, as the cluster holds them. Refuses where
 * one cannot be read.
 */
export async function withStoredPasswords(kubectl: Kubectl, outputs: Outputs): Promise<Outputs> {
  const { write, read } = outputs.passwordSecrets ?? {};
  return {
    ...outputs,
    ...(write === undefined
      ? {}
      : { writePassword: await storedPassword(kubectl, outputs.writeUser, write) }),
    ...(read === undefined
      ? {}
      : { readPassword: await storedPassword(kubectl, outputs.readUser, read) }),
  };
}

async function storedPassword(
  kubectl: Kubectl,
  user: string,
  { namespace, name, key }: SecretPlace,
): Promise<string> {
  const where = `the password of ${user} is in the key ${key} of the Secret ${namespace}/${name}`;
  const args = ["get", "secret", name, "--namespace", namespace, "--output", "json"];
  const { stdout, stderr, code } = await kubectl.try(args, 20_000);
  if (code !== 0) {
    const said = stderr.trim().split("\n").at(-1) ?? "";
    throw new Refusal(`${where}, which you cannot read: ${said}`);
  }
  const { data = {} } = JSON.parse(stdout) as { data?: Record<string, string> };
  const stored = data[key];
  if (stored === undefined) {
    throw new Refusal(`${where}, which has no such key: add it`);
  }
  return Buffer.from(stored, "base64").toString();
}
