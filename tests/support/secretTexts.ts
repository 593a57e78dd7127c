import { digitsOf, tokenOf } from "./record";
import { secretMark } from "./stacks";

/** What the stand-ins for the providers return and what the tests give as a password. */
const secrets = [
  "password-of-",
  "$2a$",
  secretMark,
  digitsOf("consul-gossip-key"),
  Buffer.from(digitsOf("consul-gossip-key"), "hex").toString("base64"),
  ...["consul-management-token", "consul-loki-token"].flatMap((name) => [
    digitsOf(name).slice(0, 32),
    tokenOf(name),
  ]),
];

/** Whether a text holds any of them. */
export const holdsSecret = (text: string) => secrets.some((secret) => text.includes(secret));
