import { canaryName, canaryPort } from "../canary/canaryPod";
import { promtailPort } from "../collector/promtailConfig";
import { operationsPort } from "../gateway/caddyConfig";
import { grafanaPort } from "../grafana/grafanaPod";
import { lokiHost } from "../loki/lokiTls";
import { ports as consulPorts } from "../ring/consulServerPod";
import type { Settings } from "../settings/schema";
import { tempoPorts } from "../tracing/tempoConfig";

/** The pods of one component, and where they serve their metrics. */
export interface ScrapeTarget {
  /** Value of the pods' label `app.kubernetes.io/name`. */
  readonly component: string;
  readonly namespace: string;
  /** The container's port, by the name that it has in the pod. */
  readonly port: { readonly name: string; readonly number: number };
  readonly path: string;
  /** Parameters of the request. @default none */
  readonly params?: Readonly<Record<string, string>>;
  /** How the certificate is verified. @default plain HTTP */
  readonly tls?: { readonly secretName: string; readonly serverName: string };
  /** Whether only who shows a token gets an answer. @default everybody does */
  readonly asksForToken?: true;
}

/** Everything in a stack that serves metrics. */
export function scrapeTargets(lokiName: string, settings: Settings): readonly ScrapeTarget[] {
  const { namespace, collector, gateway, grafana, loki, monitoring, ring, tls, tracing } = settings;
  const target = (component: string, port: string, number: number): ScrapeTarget => ({
    component,
    namespace,
    port: { name: port, number },
    path: "/metrics",
  });
  const lokiTls = tls.kind !== "none" && {
    tls: { secretName: tls.lokiSecret, serverName: lokiHost(lokiName, namespace) },
  };
  return [
    { ...target(lokiName, "http", loki.httpPort), ...lokiTls },
    ...(gateway.enabled ? [target(`${lokiName}-gateway`, "operations", operationsPort)] : []),
    ...(ring.kind === "consul" ? [consul(target("consul", "http", consulPorts.http))] : []),
    { ...target(collector.kind, "http", promtailPort), namespace: collector.namespace },
    ...(grafana.deploy ? [target("grafana", "http", grafanaPort)] : []),
    ...(tracing.deploy ? [target("tempo", "http", tempoPorts.http)] : []),
    ...(monitoring.canary.deploy ? [target(canaryName(lokiName), "metrics", canaryPort)] : []),
  ];
}

/** @see https://developer.hashicorp.com/consul/api-docs/agent#view-metrics */
const consul = (target: ScrapeTarget): ScrapeTarget => ({
  ...target,
  path: "/v1/agent/metrics",
  params: { format: "prometheus" },
  asksForToken: true,
});
