import { escapeRegex } from "../escapeRegex";
import { durationMs } from "../settings/durations";
import type { CollectorSettings } from "../settings/schema";
import type { TenantRouting } from "./collector";
import { pipeline, tenantLabelName, type Stage } from "./pipeline";

/** Promtail's configuration. @see https://grafana.com/docs/loki/latest/send-data/promtail/configuration/ */
export interface PromtailConfig {
  server: {
    http_listen_port: number;
    grpc_listen_address: string;
    grpc_listen_port: number;
    health_check_target: boolean;
  };
  positions: { filename: string; ignore_invalid_yaml: boolean };
  clients: [ClientConfig];
  limits_config: { max_line_size: string; max_line_size_truncate: boolean };
  target_config: { sync_period: string };
  scrape_configs: [ScrapeConfig];
}

interface ClientConfig {
  url: string;
  tenant_id: string | undefined;
  drop_rate_limited_batches: true | undefined;
  basic_auth: { username: string; password_file: string } | undefined;
  tls_config: { ca_file: string; server_name: string } | undefined;
  batchwait: string;
  batchsize: number;
  timeout: string;
  backoff_config: { min_period: string; max_period: string; max_retries: number };
}

interface ScrapeConfig {
  job_name: string;
  kubernetes_sd_configs: [{ role: "pod"; attach_metadata?: { namespace: true } }];
  relabel_configs: RelabelConfig[];
  pipeline_stages: Stage[];
}

interface RelabelConfig {
  source_labels?: string[];
  separator?: string;
  regex?: string;
  replacement?: string;
  target_label: string;
}

export interface PromtailConfigArgs {
  readonly settings: CollectorSettings;
  /** Kilobytes of one line that Loki keeps: longer lines are cut there. */
  readonly maxLineKb: number;
  /** Full address of Loki's push endpoint. */
  readonly url: string;
  /** @default no X-Scope-OrgID header */
  readonly tenants?: TenantRouting | undefined;
  /** Who pushes, with the password in `promtailPaths.password`. @default no authentication */
  readonly user?: string | undefined;
  /** Name in the certificate of who is pushed to, whose CA is in `promtailPaths.ca`. @default no TLS */
  readonly serverName?: string | undefined;
}

/** Where Promtail's container finds its files. */
export const promtailPaths = {
  config: "/etc/promtail/config",
  password: "/etc/promtail/push/password",
  ca: "/etc/promtail/config/ca.crt",
  positions: "/var/lib/promtail",
  pods: "/var/log/pods",
} as const;

/** Port of Promtail's own page, readiness and metrics. */
export const promtailPort = 9080;

/** The configuration of the Promtail of one node. */
export function promtailConfig(args: PromtailConfigArgs): PromtailConfig {
  const { settings, maxLineKb, tenants } = args;
  return {
    server: {
      http_listen_port: promtailPort,
      // Nothing uses it, and it cannot be turned off: any free port, on the loopback.
      grpc_listen_address: "127.0.0.1",
      grpc_listen_port: 0,
      // A node without a pod to read is as ready as any other.
      health_check_target: false,
    },
    positions: {
      filename: `${promtailPaths.positions}/positions.yaml`,
      // A damaged file must not end collection: Loki drops what it gets a second time.
      ignore_invalid_yaml: true,
    },
    clients: [client(args)],
    // Cut as Loki does it. Without the second setting longer lines would be dropped.
    limits_config: { max_line_size: `${maxLineKb}KB`, max_line_size_truncate: true },
    // How soon the file of a new container is found. At the default of 10 s a pod that lives for a
    // few seconds can be gone before.
    target_config: { sync_period: "5s" },
    scrape_configs: [
      {
        job_name: "pods",
        // Promtail itself asks the API only for the pods of the node that HOSTNAME names.
        kubernetes_sd_configs: [
          { role: "pod", ...(tenants && { attach_metadata: { namespace: true } }) },
        ],
        relabel_configs: [...podLabels, ...(tenants === undefined ? [] : tenantLabel(tenants))],
        pipeline_stages: pipeline({ ...settings, maxLineKb, tenants: tenants?.known }),
      },
    ],
  };
}

function client(args: PromtailConfigArgs): ClientConfig {
  const { settings, url, tenants, user, serverName } = args;
  return {
    url,
    tenant_id: tenants?.fallback,
    drop_rate_limited_batches: settings.dropRateLimited ? true : undefined,
    basic_auth:
      user === undefined ? undefined : { username: user, password_file: promtailPaths.password },
    tls_config:
      serverName === undefined ? undefined : { ca_file: promtailPaths.ca, server_name: serverName },
    batchwait: "1s",
    batchsize: 1_048_576,
    timeout: "10s",
    backoff_config: {
      min_period: "500ms",
      max_period: "5m",
      max_retries: maxRetries(durationMs(settings.retryFor)),
    },
  };
}

/**
 * Attempts after which a batch has been retried for a time in any case.
 *
 * Between attempts Promtail waits a random time of 0.5–1 s, then 1–2 s and so on up to 128–256 s,
 * and from then on 256–300 s, so this counts the shortest waits. Never 0, which means for ever.
 * @see https://github.com/grafana/dskit/blob/main/backoff/backoff.go
 */
export function maxRetries(retryForMs: number): number {
  let attempts = 1;
  let shortestWait = 500;
  for (let waited = 0; waited < retryForMs; attempts += 1) {
    waited += shortestWait;
    shortestWait = Math.min(2 * shortestWait, 256_000);
  }
  return attempts;
}

const meta = (name: string) => `__meta_kubernetes_${name}`;
const container = meta("pod_container_name");
const some = "(.+)";

/**
 * Labels of a container, and the path of its files. Pods that have ended are kept: what they said
 * last is often why.
 */
const podLabels: RelabelConfig[] = [
  { source_labels: [meta("pod_node_name")], target_label: "__host__" },
  { source_labels: [meta("namespace")], target_label: "namespace" },
  { source_labels: [container], target_label: "container" },
  // A later rule wins where its label is not empty.
  { source_labels: [container], target_label: "app" },
  { source_labels: [meta("pod_label_app")], regex: some, target_label: "app" },
  { source_labels: [meta("pod_label_app_kubernetes_io_name")], regex: some, target_label: "app" },
  { source_labels: ["app"], target_label: "job" },
  { source_labels: [meta("pod_annotation_fraiseql_io_job")], regex: some, target_label: "job" },
  {
    source_labels: [meta("pod_uid"), container],
    separator: "/",
    replacement: `${promtailPaths.pods}/*$1/*.log`,
    target_label: "__path__",
  },
  // The kubelet names the files of a static pod by its own hash, not by the uid the API gives it.
  {
    source_labels: [meta("pod_annotation_kubernetes_io_config_mirror"), container],
    separator: "/",
    regex: "([0-9A-Za-z-]+/.+)",
    replacement: `${promtailPaths.pods}/*$1/*.log`,
    target_label: "__path__",
  },
];

/**
 * The tenant of a namespace. Of the two ways to name it the annotation comes first: not every id can
 * be the value of a label.
 */
function tenantLabel({ known, fallback }: TenantRouting): RelabelConfig[] {
  const regex = `(${known.map(({ id }) => escapeRegex(id)).join("|")})`;
  const from = (name: string) => ({
    source_labels: [meta(`namespace_${name}_fraiseql_io_tenant`)],
    regex,
    target_label: tenantLabelName,
  });
  return [
    { replacement: fallback, target_label: tenantLabelName },
    from("label"),
    from("annotation"),
  ];
}
