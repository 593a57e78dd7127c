import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lokiConfig, lokiPaths } from "../../../components/loki/lokiConfig";
import { lokiTlsPath, withTls } from "../../../components/loki/lokiTls";
import { keyPrefix } from "../../../components/ring/consulConfig";
import { filesystemStorage } from "../../../components/storage/filesystemStorage";
import { toYaml } from "../../../components/yaml";
import { prodSettings } from "../../support/settings";
import { freePort } from "../gateway/system";
import { Running } from "./processes";

/** Each replica has an address of this machine's loopback for its own, as a pod has. */
export const addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4"] as const;

/** Ports that are the same on every address. */
export interface Ports {
  readonly http: number;
  readonly grpc: number;
}

export async function lokiPorts(): Promise<Ports> {
  const [address] = addresses;
  return { http: await freePort(address), grpc: await freePort(address) };
}

/** A Consul for the ring, which asks nobody for a token. */
export async function startConsul(): Promise<{ readonly running: Running; readonly host: string }> {
  const address = "127.0.0.1";
  const [http, server, serf] = [
    await freePort(address),
    await freePort(address),
    await freePort(address),
  ];
  const off = ["serf-wan", "dns", "grpc", "grpc-tls"].map((port) => `-${port}-port=-1`);
  const ports = [`-http-port=${http}`, `-server-port=${server}`, `-serf-lan-port=${serf}`];
  const here = [`-bind=${address}`, `-client=${address}`, "-hcl=connect { enabled = false }"];
  const running = new Running("consul", ["agent", "-dev", ...here, ...ports, ...off], {});
  return { running, host: `${address}:${http}` };
}

/** Where a replica finds the others and its certificate. */
export interface Surroundings {
  readonly ports: Ports;
  readonly consulHost: string;
  readonly serverName: string;
  readonly tlsFolder: string;
}

/** Starts a replica with the stack's own configuration of three, changed only in where things are. */
export function startLoki(
  folder: string,
  address: string,
  { ports, consulHost, serverName, tlsFolder }: Surroundings,
): Running {
  const home = join(folder, address);
  mkdirSync(home, { recursive: true });
  const settings = prodSettings({ loki: { httpPort: ports.http, grpcPort: ports.grpc } });
  const config = withTls(
    lokiConfig({
      namespace: "loki",
      settings: settings.loki,
      storage: filesystemStorage,
      ring: {
        kvstore: { store: "consul", prefix: keyPrefix, consul: { host: consulHost } },
        heartbeatPeriod: "5s",
        heartbeatTimeout: "10m",
      },
      multiTenant: true,
    }),
    serverName,
  );
  const { ring, ...common } = config.common;
  const moved = {
    ...config,
    // As a pod has a host name of its own.
    common: { ...common, ring: { ...ring, instance_id: address } },
    server: { ...config.server, http_listen_address: address, grpc_listen_address: address },
  };
  const text = toYaml(moved)
    .replaceAll(lokiTlsPath, tlsFolder)
    .replaceAll(lokiPaths.data, join(home, "data"))
    .replaceAll(`dir: ${lokiPaths.wal}`, `dir: ${join(home, "wal")}`)
    .replaceAll(lokiPaths.runtime, home)
    // The Service of each replica, which the kubelet's network would have.
    .replaceAll("${POD_NAME}.loki.svc", "${POD_IP}");
  writeFileSync(join(home, "loki.yaml"), text);
  writeFileSync(join(home, "overrides.yaml"), "overrides: {}\n");
  const args = [`-config.file=${join(home, "loki.yaml")}`, "-config.expand-env=true"];
  return new Running("loki", args, { POD_IP: address, POD_NAME: `loki-${address}` });
}
