import { restoreDrillName } from "../../components/network/workloads";
import { toYaml } from "../../components/yaml";
import type { Container, StatefulSet, Volume } from "../deployed/lokiStatefulSet";
import type { ReadOnlyConfig } from "./readOnlyConfig";

/** Name of the pod and of its ConfigMap: the stack's NetworkPolicies know the pod by it. */
export const drillName = restoreDrillName;

/** What of the template belongs to the ring, which a Loki that is alone has in memory. */
const ring = { volume: "consul-token", env: "CONSUL_HTTP_TOKEN_FILE" };

/**
 * Rules for pods that stand in for each other, which would keep this one off every node that has a
 * replica, and the wait for the ring.
 */
const ofReplicas = ["affinity", "topologySpreadConstraints", "initContainers"];

/** On the volumes of the StatefulSet is what only a replica needs. */
const claims = ["data", "wal"];

/** So that one that nobody removed ends by itself. */
const endsAfterSeconds = 3_600;

/**
 * The objects of one Loki that reads a bucket, from what the StatefulSet's own pods are made of: the
 * same image, service account, credentials and limits. No selector of the stack finds it, so that no
 * request of anyone else gets there.
 */
export function readOnlyObjects(
  { spec }: StatefulSet,
  namespace: string,
  config: ReadOnlyConfig,
): readonly object[] {
  const metadata = { name: drillName, namespace, labels: { "app.kubernetes.io/name": drillName } };
  const { containers, volumes, ...template } = spec.template.spec;
  const [loki] = containers;
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "loki.yaml": toYaml(config) },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata,
      spec: {
        ...without(template, ofReplicas),
        restartPolicy: "Never",
        activeDeadlineSeconds: endsAfterSeconds,
        terminationGracePeriodSeconds: 5,
        containers: [container(loki)],
        volumes: [
          ...volumes.filter(({ name }) => name !== ring.volume).map(withOwnConfig),
          ...claims.map((name) => ({ name, emptyDir: { sizeLimit: "5Gi" } })),
        ],
      },
    },
  ];
}

function withOwnConfig(volume: Volume): Volume {
  return volume.name === "config" ? { name: "config", configMap: { name: drillName } } : volume;
}

function container({
  env = [],
  volumeMounts,
  ports,
  resources,
  readinessProbe,
  ...rest
}: Container) {
  return {
    ...without(rest, ["startupProbe", "livenessProbe"]),
    env: env.filter(({ name }) => name !== ring.env),
    volumeMounts: volumeMounts.filter(({ name }) => name !== ring.volume),
    ports: ports.filter(({ name }) => name === "http" || name === "grpc"),
    resources: {
      // The same limits, and the node's disk for what a replica has on its volumes.
      limits: { ...resources?.limits, "ephemeral-storage": "12Gi" },
      // Room for it has to be found beside all that runs.
      requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "64Mi" },
    },
    // By HTTPS where the replicas are asked so.
    readinessProbe: { httpGet: readinessProbe?.httpGet, periodSeconds: 1 },
  };
}

const without = (fields: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
