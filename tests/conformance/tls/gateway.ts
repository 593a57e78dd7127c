import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import {
  caddyConfig,
  operationsPort,
  userFile,
  usersPath,
} from "../../../components/gateway/caddyConfig";
import { lokiCaPath } from "../../../components/gateway/caddyUpstreams";
import { freePort } from "../gateway/system";
import { Running } from "./processes";

const tenant = { id: "a", writeUser: "a-write", readUser: "a-read" };

/** The value of `Authorization` of the tenant's two users. */
export const authorization = {
  write: `Basic ${Buffer.from("a-write:a-write!").toString("base64")}`,
  read: `Basic ${Buffer.from("a-read:a-read!").toString("base64")}`,
};

/** The real gateway of one tenant, in front of these replicas. */
export async function startGateway(
  folder: string,
  args: { upstreams: readonly string[]; upstreamName: string; caFolder: string },
): Promise<{ readonly running: Running; readonly port: number }> {
  const { caFolder, ...upstreams } = args;
  const address = "127.0.0.1";
  const [port, operations] = [await freePort(address), await freePort(address)];
  const users = ["a-write", "a-read", "collector"];
  users.forEach((user) => {
    writeFileSync(join(folder, userFile(user)), hashSync(`${user}!`, 4));
  });
  const of = { port, tenants: [tenant], collectorUser: "collector", queryTimeout: "5m" };
  const text = JSON.stringify(caddyConfig({ ...of, ...upstreams }))
    .replaceAll(usersPath, folder)
    .replaceAll(lokiCaPath, caFolder)
    .replaceAll(`":${operationsPort}"`, `"${address}:${operations}"`)
    .replaceAll(`":${port}"`, `"${address}:${port}"`);
  const file = join(folder, "caddy.json");
  writeFileSync(file, text);
  const env = { XDG_CONFIG_HOME: join(folder, "config"), XDG_DATA_HOME: join(folder, "state") };
  return { running: new Running("caddy", ["run", "--config", file], env), port };
}
