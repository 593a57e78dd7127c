import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaryPod, canaryPort } from "../../../components/canary/canaryPod";
import {
  canaryProxy,
  proxyAddress,
  proxyHealthPort,
  proxyPaths,
} from "../../../components/canary/canaryProxy";
import type { Container, PodSpec } from "../../support/workloads";
import { prodSettings } from "../../support/settings";
import { freePort } from "../gateway/system";
import { Running } from "../tls/processes";
import { caddy, tenant, type Serving } from "./lokiBehindGateway";

/** Name of the pod that a canary believes to be in. */
export const podName = "loki-canary-7d4f9";

const passwordsPath = "/etc/canary/passwords";

export interface CanaryPair {
  /** The canary, at the port of its metrics. */
  readonly canary: Serving;
  readonly proxy: Running;
  /** What the canary's process was started with. */
  readonly args: readonly string[];
}

/** The containers of a canary's pod on this machine, changed only in where things are. */
export async function startCanary(
  folder: string,
  gatewayPort: number,
  {
    changed = (args) => args,
    pod: name = podName,
  }: {
    readonly changed?: (args: readonly string[]) => readonly string[];
    readonly pod?: string;
  } = {},
): Promise<CanaryPair> {
  const home = join(folder, name);
  const [passwords, headers] = [join(home, "passwords"), join(home, "headers")];
  [passwords, headers].forEach((path) => mkdirSync(path, { recursive: true }));
  writeFileSync(join(passwords, "write"), `${tenant.writeUser}!`);
  // As an editor leaves it.
  writeFileSync(join(passwords, "read"), `${tenant.readUser}!\n`);
  const pod = canaryPod({
    serviceAccountName: "loki-canary",
    image: "canary",
    settings: prodSettings().monitoring.canary,
    loki: {
      configMapName: "config",
      writeUser: tenant.writeUser,
      readUser: tenant.readUser,
      passwords: { name: "passwords" },
      caddyImage: "caddy",
    },
  }) as unknown as PodSpec;
  const [credentials] = pod.initContainers as [Container];
  const [canary] = pod.containers as [Container];
  runCredentials(credentials, { [passwordsPath]: passwords, [proxyPaths.headers]: headers });

  const [entrance, health, port] = [await freePort(), await freePort(), await freePort()];
  const config = JSON.stringify(canaryProxy({ url: `http://127.0.0.1:${gatewayPort}` }))
    .replaceAll(proxyPaths.headers, headers)
    .replaceAll(proxyAddress, `127.0.0.1:${entrance}`)
    .replaceAll(`":${proxyHealthPort}"`, `"127.0.0.1:${health}"`);
  const proxy = caddy(home, config);
  const args = changed(canary.args ?? []).map((arg) =>
    arg
      .replace(proxyAddress, `127.0.0.1:${entrance}`)
      .replace("$(POD_NAME)", name)
      .replace(`-port=${canaryPort}`, `-port=${port}`),
  );
  return { canary: { running: new Running("loki-canary", args, {}), port }, proxy, args };
}

function runCredentials(
  { command = [], env = [] }: Container,
  folders: Readonly<Record<string, string>>,
): void {
  const [shell = "", ...args] = command;
  const moved = args.map((arg) =>
    Object.entries(folders).reduce((text, [from, to]) => text.replaceAll(from, to), arg),
  );
  const values = Object.fromEntries(env.map(({ name, value }) => [name, value ?? ""]));
  const path = process.env["PATH"];
  const { status, stderr } = spawnSync(shell, moved, { env: { ...values, PATH: path } });
  if (status !== 0) {
    throw new Error(`the headers were not made: ${stderr.toString()}`);
  }
}
