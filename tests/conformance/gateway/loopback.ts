import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { operationsPort } from "../../../components/gateway/caddyConfig";
import { certificatePort } from "../../../components/gateway/caddyTls";
import { freePort } from "./system";

/** Where Loki is in a rendered configuration. */
export const upstream = "loki-0.loki-headless.loki.svc:3100";

/** Where a gateway listens on this machine. */
export interface Ports {
  readonly plain: number;
  /** That of plain HTTP where there is no TLS. */
  readonly clients: number;
  readonly operations: number;
}

/** A rendered configuration on this machine's loopback, where other ports may be taken. */
export async function onLoopback(
  config: string,
  { plain, clients, operations }: Ports,
  loki: Server,
): Promise<string> {
  const certificate = await freePort();
  return config
    .replaceAll(upstream, `127.0.0.1:${(loki.address() as AddressInfo).port}`)
    .replaceAll(`":${operationsPort}"`, `"127.0.0.1:${operations}"`)
    .replaceAll(`127.0.0.1:${certificatePort}`, `127.0.0.1:${certificate}`)
    .replaceAll(`":8080"`, `"127.0.0.1:${plain}"`)
    .replaceAll(`":8443"`, `"127.0.0.1:${clients}"`);
}
