import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  agentPaths,
  metricsAgentConfig,
  type ScrapeConfig,
} from "../../../components/monitoring/metricsAgentConfig";
import { scrapeTargets } from "../../../components/monitoring/scrapeTargets";
import { toYaml } from "../../../components/yaml";
import { prodSettings } from "../../support/settings";
import { freePort } from "../gateway/system";
import { Running } from "../tls/processes";
import type { Serving } from "./lokiBehindGateway";
import { metricsToken } from "./otherPrograms";

const host = "127.0.0.1";

/** Value of the label that the agent adds to every series. */
export const cluster = "conformance";

/** Where each component of a stack serves its metrics on this machine, by its name. */
export type Ports = Readonly<Record<string, number>>;

/** A Prometheus that takes what others send, and answers queries. */
export async function startReceiver(folder: string): Promise<Serving> {
  const home = join(folder, "receiver");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  writeFileSync(join(home, "prometheus.yaml"), toYaml({ global: {} }));
  const args = [
    `--config.file=${join(home, "prometheus.yaml")}`,
    `--storage.tsdb.path=${join(home, "data")}`,
    `--web.listen-address=${host}:${port}`,
    "--web.enable-remote-write-receiver",
  ];
  return { running: new Running("prometheus", args, {}), port };
}

/**
 * Prometheus as the stack's agent with the rendered configuration, where the pods that Kubernetes
 * would name are named by hand: with the same labels, so that the same rules apply.
 */
export async function startAgent(folder: string, ports: Ports, receiver: number): Promise<Serving> {
  const home = join(folder, "agent");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "token"), metricsToken);
  writeFileSync(join(home, "password"), "password");
  const port = await freePort();
  const settings = prodSettings({
    monitoring: {
      remoteWrite: {
        url: `http://${host}:${receiver}/api/v1/write`,
        user: "stack",
        password: "password",
        interval: "1s",
        externalLabels: { cluster },
      },
    },
  });
  const { remoteWrite } = settings.monitoring;
  if (remoteWrite === undefined) {
    throw new Error("there is no remote write");
  }
  const config = metricsAgentConfig(remoteWrite, scrapeTargets("loki", settings));
  const scrape_configs = config.scrape_configs.flatMap((scrape) => onLoopback(scrape, ports));
  const text = toYaml({ ...config, scrape_configs })
    .replaceAll(agentPaths.token, home)
    .replaceAll(agentPaths.password, home);
  writeFileSync(join(home, "prometheus.yaml"), text);
  const args = [
    // What Prometheus 3 calls --agent.
    "--enable-feature=agent",
    `--config.file=${join(home, "prometheus.yaml")}`,
    `--storage.agent.path=${join(home, "data")}`,
    `--web.listen-address=${host}:${port}`,
  ];
  return { running: new Running("prometheus", args, {}), port };
}

function onLoopback({ kubernetes_sd_configs, ...scrape }: ScrapeConfig, ports: Ports): object[] {
  const port = ports[scrape.job_name];
  const [{ namespaces }] = kubernetes_sd_configs;
  const [keep] = scrape.relabel_configs;
  const [, portName = ""] = keep?.regex?.split(";") ?? [];
  const labels = {
    __meta_kubernetes_pod_phase: "Running",
    __meta_kubernetes_pod_container_port_name: portName,
    __meta_kubernetes_namespace: namespaces.names[0],
    __meta_kubernetes_pod_name: `${scrape.job_name}-0`,
    __meta_kubernetes_pod_container_name: scrape.job_name,
    ...(scrape.job_name === "loki-canary"
      ? { __meta_kubernetes_pod_annotation_fraiseql_io_tenant: "fraiseql" }
      : {}),
  };
  // Another port of the same pod, which is not to be scraped.
  const other = { ...labels, __meta_kubernetes_pod_container_port_name: "other" };
  return port === undefined
    ? []
    : [
        {
          ...scrape,
          static_configs: [
            { targets: [`${host}:${port}`], labels },
            { targets: [`${host}:1`], labels: other },
          ],
        },
      ];
}

/** What Prometheus answers to a query for now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export async function ask(port: number, query: string): Promise<readonly Sample[]> {
  const answer = await fetch(`http://${host}:${port}/api/v1/query`, {
    method: "POST",
    body: new URLSearchParams({ query }),
  });
  const { status, error, data } = (await answer.json()) as {
    status: string;
    error?: string;
    data?: { result: Sample[] };
  };
  if (status !== "success" || data === undefined) {
    throw new Error(`${query}: ${error ?? status}`);
  }
  return data.result;
}
