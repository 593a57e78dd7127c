import { join, resolve } from "node:path";
import { quoted, settingKey } from "../../components/settings/keys";
import type { Settings } from "../../components/settings/schema";
import { run } from "../cluster/run";
import { findOutputs } from "../deployed/findOutputs";
import type { Outputs } from "../deployed/outputs";
import { Refusal } from "../refusal";
import { readOpenStackFile } from "../render/stackFile";
import { stackSettings, type SettingsReader } from "../stackSettings";
import { rotatedClients, type RotatedClient } from "./clients";
import { rotateOptions, type RotateOptions, type Step } from "./options";
import { nextStep, preconditions, refuseStep, stepCommands } from "./steps";

const root = join(__dirname, "..", "..");

const reader: SettingsReader = {
  name: "the rotation",
  areas: ["environment", "namespace", "gateway", "collector", "tenants"],
};

/**
 * Runs the command of these arguments and returns what it prints. Without `--yes` nothing is changed.
 * Refuses bad input and a step out of its order, before anything is done.
 */
export async function runRotation(args: readonly string[], now: Date): Promise<string> {
  const options = rotateOptions(args);
  const file = options.configFile ?? join(root, `Pulumi.${options.stack}.yaml`);
  const settings = stackSettings(options.stack, file, now, reader);
  const clients = rotatedClients(settings, options);
  const hasTenants = settingKey(["tenants"]) in readOpenStackFile(file).config;
  const { step } = options;
  if (step === undefined) {
    return clients.map((client) => told(client, settings, options, hasTenants)).join("\n");
  }
  refuseStep(step, clients, step === "end" ? await deployed(options) : []);
  const commands = commandsOf(step, clients, options, hasTenants);
  if (!options.yes) {
    return planned(step, clients, settings, commands, options);
  }
  for (const command of commands) {
    await change(command);
  }
  return `${commands.map(commandText).join("\n")}\nThe stack file is changed. Deploy it: pulumi up --stack ${options.stack}\n`;
}

/** What the stack says of itself, wherever it does. */
async function deployed({ stack, outputsFile }: RotateOptions): Promise<Outputs[]> {
  const target = { stack, direct: false, ...(outputsFile === undefined ? {} : { outputsFile }) };
  const all: Outputs[] = [];
  for await (const { outputs } of findOutputs(target)) {
    all.push(outputs);
  }
  return all;
}

function commandsOf(
  step: Step,
  clients: readonly RotatedClient[],
  { stack, configFile }: RotateOptions,
  hasTenants: boolean,
): string[][] {
  const where = [
    "--stack",
    stack,
    ...(configFile === undefined ? [] : ["--config-file", resolve(configFile)]),
  ];
  return clients.flatMap((client) =>
    stepCommands(step, client, hasTenants).map((args) => ["config", ...args, ...where]),
  );
}

const commandText = (args: readonly string[]) => `pulumi ${args.map(quoted).join(" ")}`;

function told(
  client: RotatedClient,
  settings: Settings,
  options: RotateOptions,
  hasTenants: boolean,
): string {
  const { name, current, previous } = client;
  const step = nextStep(client);
  const state = previous === undefined ? "" : `, and ${previous} is still let in`;
  const commands = commandsOf(step, [client], options, hasTenants);
  return `${name}: generation ${current}${state}. Next: --${step}\n${planned(step, [client], settings, commands, options)}`;
}

function planned(
  step: Step,
  clients: readonly RotatedClient[],
  { namespace }: Settings,
  commands: readonly string[][],
  { stack }: RotateOptions,
): string {
  const lines = [
    ...clients.flatMap((client) => preconditions(step, client, namespace)),
    ...commands.map((command) => `  ${commandText(command)}`),
    `  pulumi up --stack ${stack}`,
  ];
  return `${lines.join("\n")}\n`;
}

async function change(command: readonly string[]): Promise<void> {
  const { code, stderr } = await run("pulumi", command, { cwd: root }).catch(() => {
    throw new Refusal(
      "there is no pulumi in PATH: leave --yes out and run the commands where it is",
    );
  });
  if (code !== 0) {
    throw new Refusal(`${commandText(command)} ended with code ${code}: ${stderr.trim()}`);
  }
}
