import { settingKey } from "../../components/settings/keys";
import { generationSuffix } from "../../components/settings/passwordGenerations";
import type { Outputs } from "../deployed/outputs";
import { Refusal } from "../refusal";
import type { RotatedClient } from "./clients";
import type { Step } from "./options";

/** The step that is next: a rotation ends before another one begins. */
export const nextStep = ({ previous }: RotatedClient): Step =>
  previous === undefined ? "begin" : "end";

/** The arguments of `pulumi config` that take a step, without those that name the stack. */
export function stepCommands(step: Step, client: RotatedClient, hasTenants: boolean): string[][] {
  const { at, current, tenant, previous } = client;
  const key = (name: string) => settingKey([...at, name]);
  const set = (name: string, value: string | number) => ["set", "--path", key(name), String(value)];
  if (step === "end") {
    const left = previous === undefined ? [] : client.given.map(previousOf);
    return [
      set("oldestPasswordGeneration", current),
      ...left.map((name) => ["rm", "--path", key(name)]),
    ];
  }
  return [
    // Unset, the list of tenants has one that the settings name.
    ...(tenant === undefined || hasTenants ? [] : [set("id", tenant)]),
    set("passwordGeneration", current + 1),
    set("oldestPasswordGeneration", current),
  ];
}

const previousOf = (name: string) => `previous${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Refuses a step that is not the next one of these clients, or that only its user can take. */
export function refuseStep(
  step: Step,
  clients: readonly RotatedClient[],
  deployed: readonly Outputs[],
): void {
  for (const client of clients) {
    if (nextStep(client) !== step) {
      throw new Refusal(outOfOrder(client));
    }
    if (step === "begin" && client.given.length > 0) {
      throw new Refusal(byHand(client));
    }
    if (step === "end" && !deployed.some((outputs) => isDeployed(client, outputs))) {
      throw new Refusal(
        `${client.name}: generation ${client.current} is in the stack file and not deployed, so its clients cannot have moved: run pulumi up first`,
      );
    }
  }
}

function outOfOrder({ name, current, previous }: RotatedClient): string {
  return previous === undefined
    ? `${name}: no rotation is under way, generation ${current} is the only one that is let in: take --begin`
    : `${name}: the rotation to generation ${current} is not ended, ${previous} is still let in: take --end first`;
}

/** What a given password becomes, only who gave it can say. */
function byHand({ name, at, current, given }: RotatedClient): string {
  const keys = given.map(
    (one) =>
      `${settingKey([...at, previousOf(one)])} to the password of now and ${settingKey([...at, one])} to a new one`,
  );
  return `${name} has a password that was given: set ${keys.join(", ")}, passwordGeneration to ${current + 1} and oldestPasswordGeneration to ${current}, all in one change`;
}

function isDeployed({ tenant, current }: RotatedClient, outputs: Outputs): boolean {
  const { collector, tenants } = outputs.passwordGenerations ?? { collector: 1, tenants: {} };
  return current === (tenant === undefined ? collector : (tenants[tenant] ?? 1));
}

/** What has to be done before a step, beside the commands. */
export function preconditions(step: Step, client: RotatedClient, namespace: string): string[] {
  const { current, previous = current, secret, users, tenant } = client;
  if (step === "begin") {
    const suffix = generationSuffix(current + 1);
    const keys = secret?.prefixes.flatMap((prefix) => [
      `${prefix}password${suffix}`,
      `${prefix}hash${suffix}`,
    ]);
    return secret === undefined || keys === undefined
      ? []
      : [`The Secret ${secret.name} must have the keys ${keys.join(", ")}.`];
  }
  const old = users.map((user) => `${user}${generationSuffix(previous)}`);
  return [
    ...(tenant === undefined
      ? []
      : [
          "Every client outside the stack must have its new password: pulumi stack output tenants --show-secrets --json",
        ]),
    `Nobody may come as ${old.join(" or ")} any more. Within the last hours this must find nothing:`,
    `  {namespace="${namespace}", container="caddy"} |~ \`"user_id":"(${old.map(escaped).join("|")})"\``,
  ];
}

const escaped = (user: string) => user.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
