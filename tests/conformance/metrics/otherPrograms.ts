import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promtailConfig, promtailPaths } from "../../../components/collector/promtailConfig";
import { consulConfig, metricsPolicy } from "../../../components/ring/consulConfig";
import { toYaml } from "../../../components/yaml";
import { prodSettings } from "../../support/settings";
import { freePort } from "../gateway/system";
import { Running } from "../tls/processes";
import { tenant, type Serving } from "./lokiBehindGateway";

const host = "127.0.0.1";

/** Tokens in the form that Consul asks for. */
const tokens = {
  management: "00000000-0000-4000-8000-000000000001",
  metrics: "00000000-0000-4000-8000-000000000002",
} as const;

export const metricsToken = tokens.metrics;

/** A real Consul server with the stack's configuration of one, and the token that reads its metrics. */
export async function startConsul(folder: string): Promise<Serving> {
  const home = join(folder, "consul");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "consul.json"), JSON.stringify(consulConfig(1)));
  const secrets = { acl: { tokens: { initial_management: tokens.management } } };
  writeFileSync(join(home, "secrets.json"), JSON.stringify(secrets));
  const [port, rpc, serf] = [await freePort(), await freePort(), await freePort()];
  const args = [
    "agent",
    `-config-file=${join(home, "consul.json")}`,
    `-config-file=${join(home, "secrets.json")}`,
    `-data-dir=${join(home, "data")}`,
    ...[`-bind=${host}`, `-client=${host}`, `-advertise=${host}`],
    ...[`-http-port=${port}`, `-server-port=${rpc}`, `-serf-lan-port=${serf}`],
  ];
  const running = new Running("consul", args, {});
  await running.until("Consul takes the token", () => allowMetrics(port), 60_000);
  return { running, port };
}

/** What the bootstrap Job does. */
async function allowMetrics(port: number): Promise<boolean> {
  const put = (path: string, body: object) =>
    fetch(`http://${host}:${port}/v1/acl/${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${tokens.management}` },
      body: JSON.stringify(body),
    });
  const policy = await put("policy", { Name: "metrics", Rules: JSON.stringify(metricsPolicy) });
  const token = await put("token", { SecretID: tokens.metrics, Policies: [{ Name: "metrics" }] });
  return policy.ok && token.ok;
}

/** A real Promtail with the stack's configuration, which reads a file in place of pods' logs. */
export async function startPromtail(folder: string, gatewayPort: number): Promise<Serving> {
  const home = join(folder, "promtail");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  writeFileSync(join(home, "password"), `${tenant.writeUser}!`);
  const log = join(home, "pod.log");
  const lines = Array.from(
    { length: 200 },
    (_, index) => `${new Date().toISOString()} stdout F {"level":"info","message":"line ${index}"}`,
  );
  writeFileSync(log, `${lines.join("\n")}\n`);
  const config = promtailConfig({
    settings: prodSettings().collector,
    maxLineKb: 256,
    url: `http://${host}:${gatewayPort}/loki/api/v1/push`,
    tenants: undefined,
    user: tenant.writeUser,
    serverName: undefined,
  });
  const [{ pipeline_stages }] = config.scrape_configs;
  const labels = { namespace: "shop", app: "api", container: "api", job: "api", __path__: log };
  const text = toYaml({
    ...config,
    server: { ...config.server, http_listen_port: port, http_listen_address: host },
    positions: { ...config.positions, filename: join(home, "positions.yaml") },
    clients: config.clients.map((client) => ({
      ...client,
      basic_auth: { username: tenant.writeUser, password_file: join(home, "password") },
    })),
    scrape_configs: [
      { job_name: "file", pipeline_stages, static_configs: [{ targets: [host], labels }] },
    ],
  }).replaceAll(promtailPaths.positions, home);
  writeFileSync(join(home, "promtail.yaml"), text);
  return {
    running: new Running("promtail", [`-config.file=${join(home, "promtail.yaml")}`], {}),
    port,
  };
}
