import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import {
  caddyConfig,
  operationsPort,
  userFile,
  usersPath,
} from "../../../components/gateway/caddyConfig";
import { lokiConfig, lokiPaths } from "../../../components/loki/lokiConfig";
import { createRing } from "../../../components/ring/ring";
import { filesystemStorage } from "../../../components/storage/filesystemStorage";
import { toYaml } from "../../../components/yaml";
import { prodSettings } from "../../support/settings";
import { freePort } from "../gateway/system";
import { Running } from "../tls/processes";

const host = "127.0.0.1";

/** A tenant and its two users, whose passwords are their names and `!`. */
export const tenant = { id: "fraiseql", writeUser: "fraiseql-write", readUser: "fraiseql-read" };

/** A program that answers at a port of this machine's loopback. */
export interface Serving {
  readonly running: Running;
  readonly port: number;
}

/** One real Loki with the stack's configuration of a single replica. */
export async function startLoki(folder: string): Promise<Serving> {
  const home = join(folder, "loki");
  mkdirSync(home, { recursive: true });
  const [port, grpcPort] = [await freePort(), await freePort()];
  const { loki, ring } = prodSettings({
    ring: { kind: "inmemory" },
    loki: { replicas: 1, replicationFactor: 1, httpPort: port, grpcPort },
  });
  const config = lokiConfig({
    namespace: "loki",
    settings: loki,
    storage: filesystemStorage,
    ring: createRing({ settings: ring, namespace: "loki", peersHost: host, consulImage: "" }, {}),
    multiTenant: true,
  });
  const here = { http_listen_address: host, grpc_listen_address: host };
  const text = toYaml({ ...config, server: { ...config.server, ...here } })
    .replaceAll(lokiPaths.data, join(home, "data"))
    .replaceAll(`dir: ${lokiPaths.wal}`, `dir: ${join(home, "wal")}`)
    .replaceAll(lokiPaths.runtime, home);
  writeFileSync(join(home, "loki.yaml"), text);
  writeFileSync(join(home, "overrides.yaml"), "overrides: {}\n");
  const args = [`-config.file=${join(home, "loki.yaml")}`, "-config.expand-env=true"];
  const running = new Running("loki", args, { POD_IP: host, POD_NAME: "loki-0" });
  return { running, port };
}

/** The real gateway in front of it; `operations` is the port of its metrics. */
export async function startGateway(
  folder: string,
  lokiPort: number,
): Promise<Serving & { readonly operations: number }> {
  const home = join(folder, "gateway");
  mkdirSync(home, { recursive: true });
  const [port, operations] = [await freePort(), await freePort()];
  [tenant.writeUser, tenant.readUser, "collector"].forEach((user) => {
    writeFileSync(join(home, userFile(user)), hashSync(`${user}!`, 4));
  });
  const config = caddyConfig({
    port,
    tenants: [tenant],
    collectorUser: "collector",
    queryTimeout: "5m",
    upstreams: [`${host}:${lokiPort}`],
  });
  const text = JSON.stringify(config)
    .replaceAll(usersPath, home)
    .replaceAll(`":${operationsPort}"`, `"${host}:${operations}"`)
    .replaceAll(`":${port}"`, `"${host}:${port}"`);
  return { running: caddy(home, text), port, operations };
}

/** Caddy with this configuration. */
export function caddy(home: string, config: string): Running {
  const file = join(home, "caddy.json");
  writeFileSync(file, config);
  const env = { XDG_CONFIG_HOME: join(home, "config"), XDG_DATA_HOME: join(home, "state") };
  return new Running("caddy", ["run", "--config", file], env);
}

/** Whether an address answers with 200. */
export const isUp = async (url: string): Promise<boolean> => (await fetch(url)).status === 200;
