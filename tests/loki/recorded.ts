import { ConfigMap, Secret } from "@pulumi/kubernetes/core/v1";
import { labels, selectorLabels } from "../../components/kubernetes";
import { Loki } from "../../components/loki/loki";
import type { LokiRing } from "../../components/ring/ring";
import { tenantsOf } from "../../components/settings/tenants";
import { filesystemStorage } from "../../components/storage/filesystemStorage";
import type { LokiStorage } from "../../components/storage/storage";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, record } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";
import type { Workload } from "../support/workloads";
import { consul, gcs } from "./fixtures";

export const component = "fraiseql-loki:loki:Loki::loki";
export const types = {
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  configMap: "kubernetes:core/v1:ConfigMap",
  service: "kubernetes:core/v1:Service",
  account: "kubernetes:core/v1:ServiceAccount",
  budget: "kubernetes:policy/v1:PodDisruptionBudget",
};
export const image =
  "docker.io/grafana/loki:3.7.6@sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952";

export const none = {
  initContainers: [],
  env: [],
  volumes: [],
  volumeMounts: [],
  dependencies: [],
};
export const inmemory: LokiRing = { kvstore: { store: "inmemory" }, ...none };

/** A store and a ring that need something of everything. */
export function neighbours(): { storage: LokiStorage; ring: LokiRing } {
  const mount = (name: string) => ({ name, mountPath: `/etc/${name}`, readOnly: true });
  return {
    storage: {
      ...gcs,
      bucketNames: [],
      serviceAccountAnnotations: { "example.com/role": "the-role" },
      env: [{ name: "STORE", value: "1" }],
      volumes: [{ name: "keys", secret: { secretName: "keys" } }],
      volumeMounts: [mount("keys")],
      dependencies: [new Secret("bucket")],
    },
    ring: {
      ...consul,
      gossipPort: 7946,
      initContainers: [{ name: "wait", image: "i" }],
      env: [{ name: "RING", value: "2" }],
      volumes: [{ name: "token", secret: { secretName: "token" } }],
      volumeMounts: [mount("token")],
      dependencies: [new ConfigMap("servers")],
    },
  };
}

export const dev = (loki: Record<string, unknown> = {}) =>
  record(() => {
    const { images, loki: settings, ...rest } = devSettings({ loki });
    const made = new Loki("loki", {
      namespace: "logs",
      settings,
      images,
      storage: filesystemStorage,
      ring: inmemory,
      tenants: tenantsOf({ ...rest, loki: settings }),
      multiTenant: false,
    });
    return { url: made.url, replicaHosts: made.replicaHosts };
  });

export const prod = (loki: Record<string, unknown> = {}) =>
  record(() => {
    const { images, loki: settings, ...rest } = prodSettings({ loki });
    const made = new Loki("loki", {
      namespace: "logs",
      settings,
      images,
      ...neighbours(),
      tenants: tenantsOf({ ...rest, loki: settings }),
      multiTenant: true,
    });
    return { url: made.url, replicaHosts: made.replicaHosts };
  });

export const meta = (name: string) => ({ name, namespace: "logs", labels: labels("loki") });
export const dataOf = (evaluation: Evaluation, name: string) =>
  inputsOf(evaluation, types.configMap, name)["data"] as Record<string, string>;
export const setOf = (evaluation: Evaluation) =>
  inputsOf(evaluation, types.statefulSet, "loki") as unknown as Workload & {
    spec: Record<string, unknown>;
  };
export const podOf = (evaluation: Evaluation) => setOf(evaluation).spec.template.spec;

export const affinityTerm = {
  topologyKey: "kubernetes.io/hostname",
  labelSelector: { matchLabels: selectorLabels("loki") },
};
export const claim = (name: string, size: string, storageClassName?: string) => ({
  metadata: { name, labels: selectorLabels("loki") },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: size } },
    ...(storageClassName === undefined ? {} : { storageClassName }),
  },
});
