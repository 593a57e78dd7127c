import { Grafana, type GrafanaArgs } from "../../components/grafana/grafana";
import { labels } from "../../components/kubernetes";
import type { Settings } from "../../components/settings/schema";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, record } from "../support/record";

export const component = "fraiseql-loki:grafana:Grafana::grafana";
export const types = {
  account: "kubernetes:core/v1:ServiceAccount",
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  configMap: "kubernetes:core/v1:ConfigMap",
  deployment: "kubernetes:apps/v1:Deployment",
  password: "random:index/randomPassword:RandomPassword",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
};

/** The ConfigMaps for the dashboards of a stack without Prometheus, by logical name. */
export const dashboardMaps = [
  "grafana-dashboard-fraiseql-log-volume",
  "grafana-dashboard-fraiseql-errors",
  "grafana-dashboard-fraiseql-performance",
  "grafana-dashboard-fraiseql-service",
  "grafana-dashboard-providers",
] as const;

/** Where Grafana finds logs and traces. */
export type Sources = Omit<GrafanaArgs, "settings" | "images" | "namespace">;

export const dev: Sources = {
  loki: { url: "http://loki.loki.svc:3100", queryTimeout: "5m" },
  tempoUrl: "http://tempo.loki.svc:3200",
  dashboards: {
    subjects: { prometheus: false, consul: false, canary: false },
    postgresqlJobs: ["postgresql"],
  },
};
export const readPassword = "a password to read with";
export const prod: Sources = {
  loki: {
    url: "http://loki-gateway.loki.svc:8080",
    queryTimeout: "5m",
    basicAuth: { user: "fraiseql-read", password: readPassword },
  },
  dashboards: {
    subjects: { prometheus: false, consul: true, canary: false },
    postgresqlJobs: ["postgresql"],
  },
};

/** Registers a Grafana with these settings. */
export const deploy = ({ namespace, grafana, images }: Settings, args: Sources, preview = false) =>
  record(
    () => {
      const created = new Grafana("grafana", { namespace, settings: grafana, images, ...args });
      const { url, adminUser, adminPassword } = created;
      return { url, adminUser, adminPassword };
    },
    { preview },
  );

interface Pod {
  containers: [Record<string, unknown>];
  volumes: { name: string }[];
}

/** The pod of the one Deployment. */
export function podOf(evaluation: Evaluation): Pod {
  const { spec } = inputsOf(evaluation, types.deployment, "grafana") as {
    spec: { template: { spec: Pod } };
  };
  return spec.template.spec;
}

/** The name of a Kubernetes object. */
export const nameOf = (evaluation: Evaluation, type: string, name: string) =>
  (inputsOf(evaluation, type, name) as { metadata: { name: string } }).metadata.name;

/** The metadata of an object of Grafana. */
export const meta = (name: string) => ({ name, namespace: "loki", labels: labels("grafana") });
