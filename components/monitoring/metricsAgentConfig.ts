import { tenantAnnotation } from "../canary/canaryPod";
import { selectorLabels } from "../kubernetes";
import type { RemoteWriteSettings } from "../settings/schema";
import { annotationLabel } from "./podMonitors";
import type { ScrapeTarget } from "./scrapeTargets";

/**
 * The part of Prometheus' configuration that the program writes.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export interface MetricsAgentConfig {
  global: {
    scrape_interval: string;
    scrape_timeout: string;
    external_labels: Record<string, string>;
  };
  scrape_configs: ScrapeConfig[];
  remote_write: [
    {
      url: string;
      basic_auth?: { username: string; password_file: string };
      headers?: Record<string, string>;
    },
  ];
}

export interface ScrapeConfig {
  job_name: string;
  metrics_path: string;
  params?: Record<string, string[]>;
  scheme: "http" | "https";
  tls_config?: { ca_file: string; server_name: string };
  authorization?: { type: "Bearer"; credentials_file: string };
  kubernetes_sd_configs: [
    {
      role: "pod";
      namespaces: { names: [string] };
      selectors: [{ role: "pod"; label: string }];
    },
  ];
  relabel_configs: RelabelConfig[];
}

interface RelabelConfig {
  source_labels: string[];
  action?: "keep";
  regex?: string;
  target_label?: string;
}

/** Paths inside the agent's container. */
export const agentPaths = {
  config: "/etc/prometheus/config",
  password: "/etc/prometheus/password",
  token: "/etc/prometheus/token",
  lokiCa: "/etc/prometheus/loki-ca",
  data: "/prometheus",
} as const;

/** What the agent scrapes and where it sends it. It holds no secret. */
export function metricsAgentConfig(
  settings: RemoteWriteSettings,
  targets: readonly ScrapeTarget[],
): MetricsAgentConfig {
  const { url, user, tenant, interval, externalLabels } = settings;
  return {
    global: {
      scrape_interval: interval,
      // Prometheus refuses one that is longer than the interval.
      scrape_timeout: interval,
      external_labels: externalLabels,
    },
    scrape_configs: targets.map(scrapeConfig),
    remote_write: [
      {
        url,
        ...(user === undefined
          ? {}
          : {
              basic_auth: { username: user, password_file: `${agentPaths.password}/password` },
            }),
        ...(tenant === undefined ? {} : { headers: { "X-Scope-OrgID": tenant } }),
      },
    ],
  };
}

function scrapeConfig(target: ScrapeTarget): ScrapeConfig {
  const { component, namespace, port, path, params, tls, asksForToken } = target;
  const label = Object.entries(selectorLabels(component))
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return {
    job_name: component,
    metrics_path: path,
    ...(params && {
      params: Object.fromEntries(Object.entries(params).map(([name, one]) => [name, [one]])),
    }),
    scheme: tls === undefined ? "http" : "https",
    ...(tls && {
      tls_config: { ca_file: `${agentPaths.lokiCa}/ca.crt`, server_name: tls.serverName },
    }),
    ...(asksForToken && {
      authorization: { type: "Bearer" as const, credentials_file: `${agentPaths.token}/token` },
    }),
    kubernetes_sd_configs: [
      {
        role: "pod",
        namespaces: { names: [namespace] },
        selectors: [{ role: "pod", label }],
      },
    ],
    relabel_configs: relabelling(port.name),
  };
}

/** One series for each pod, with the labels that a PodMonitor gives it. */
const relabelling = (port: string): RelabelConfig[] => [
  {
    source_labels: ["__meta_kubernetes_pod_phase", "__meta_kubernetes_pod_container_port_name"],
    action: "keep",
    regex: `Running;${port}`,
  },
  { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
  { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
  { source_labels: ["__meta_kubernetes_pod_container_name"], target_label: "container" },
  { source_labels: [annotationLabel(tenantAnnotation)], target_label: "tenant" },
];
