import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../../../tools/cluster/run";

/** The providers that every stack without cloud resources uses. */
const plugins = ["kubernetes", "random"];

/** Throws unless Pulumi's command and its providers are here, or can be installed. */
export async function requireEngine(env: NodeJS.ProcessEnv): Promise<void> {
  const version = await run("pulumi", ["version"], { env }).catch(() => undefined);
  if (version?.code !== 0) {
    throw new Error("DEPLOY=pulumi needs the command pulumi in PATH: install it, or unset DEPLOY");
  }
  const { stdout } = await run("pulumi", ["plugin", "ls", "--json"], { env });
  const installed = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
  for (const name of plugins) {
    if (!installed.includes(name) && !isInPath(`pulumi-resource-${name}`, env)) {
      await install(name, env);
    }
  }
}

function isInPath(program: string, { PATH = "" }: NodeJS.ProcessEnv): boolean {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function install(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = require.resolve(`@pulumi/${name}/package.json`);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  const what = `DEPLOY=pulumi needs the provider ${name} ${version}`;
  if (env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] === "true") {
    throw new Error(`${what}: put pulumi-resource-${name} into PATH, or unset DEPLOY`);
  }
  const args = ["plugin", "install", "resource", name, version];
  const { stderr, code } = await run("pulumi", args, { env, timeoutMs: 300_000 });
  if (code !== 0) {
    throw new Error(`${what}, which cannot be installed: ${stderr.trim().slice(-500)}`);
  }
}
