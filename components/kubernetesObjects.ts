import { ConfigMap, Service, ServiceAccount } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type * as pulumi from "@pulumi/pulumi";
import { hashedName, metadata, selectorLabels } from "./kubernetes";

/** Whose objects these are: their name and component label, and their namespace. */
export interface Owner {
  readonly name: string;
  readonly namespace: string;
}

/** A port of a Service that leads to the same port of the pods. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly protocol?: "UDP";
}

/** The identity of a workload, without access to the Kubernetes API. */
export function serviceAccount(
  { name, namespace }: Owner,
  opts: pulumi.CustomResourceOptions,
  annotations: Readonly<Record<string, pulumi.Input<string>>> = {},
): ServiceAccount {
  const meta = metadata(name, name, namespace);
  const annotated = Object.keys(annotations).length === 0 ? meta : { ...meta, annotations };
  return new ServiceAccount(
    name,
    { metadata: annotated, automountServiceAccountToken: false },
    opts,
  );
}

/** A DNS name for each pod, also before it is ready: peers must find each other to become ready. */
export function headlessService(
  { name, namespace }: Owner,
  ports: readonly ServicePort[],
  opts: pulumi.CustomResourceOptions,
): Service {
  return new Service(
    `${name}-headless`,
    {
      metadata: metadata(`${name}-headless`, name, namespace),
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: selectorLabels(name),
        ports: [...ports],
      },
    },
    opts,
  );
}

/** One address for the pods that are ready. No workload it selects may depend on it. */
export function clusterService(
  { name, namespace }: Owner,
  ports: readonly ServicePort[],
  opts: pulumi.CustomResourceOptions,
): Service {
  return new Service(
    name,
    {
      metadata: metadata(name, name, namespace),
      spec: { type: "ClusterIP", selector: selectorLabels(name), ports: [...ports] },
    },
    opts,
  );
}

/**
 * An address for each replica of a StatefulSet, which refuses connections while that replica is not
 * ready, also where its process already listens. The StatefulSet may not depend on them.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label
 */
export function replicaServices(
  { name, namespace }: Owner,
  { replicas, ports }: { readonly replicas: number; readonly ports: readonly ServicePort[] },
  opts: pulumi.CustomResourceOptions,
): void {
  for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
    const pod = `${name}-${ordinal}`;
    const selector = { ...selectorLabels(name), "statefulset.kubernetes.io/pod-name": pod };
    new Service(
      pod,
      {
        metadata: metadata(pod, name, namespace),
        spec: { type: "ClusterIP", selector, ports: [...ports] },
      },
      opts,
    );
  }
}

/** What an eviction, such as the drain of a node, may take. */
export interface DisruptionBudget {
  /** How many pods at once. */
  readonly maxUnavailable: number;
  /**
   * Whether a pod that is not ready goes whatever the budget says, or as the others do: such a pod
   * may hold lines or votes that the others need.
   * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
   */
  readonly evictUnhealthy: "AlwaysAllow" | "IfHealthyBudget";
}

/** The budget of a workload's pods. */
export function disruptionBudget(
  { name, namespace }: Owner,
  { maxUnavailable, evictUnhealthy }: DisruptionBudget,
  opts: pulumi.CustomResourceOptions,
): PodDisruptionBudget {
  return new PodDisruptionBudget(
    name,
    {
      metadata: metadata(name, name, namespace),
      spec: {
        maxUnavailable,
        unhealthyPodEvictionPolicy: evictUnhealthy,
        selector: { matchLabels: selectorLabels(name) },
      },
    },
    opts,
  );
}

/** Files that pods mount. The name changes with the content, so a change rolls the pods. */
export function filesConfigMap(
  { name, namespace }: Owner,
  role: string,
  files: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): { readonly object: ConfigMap; readonly configMapName: string } {
  const configMapName = hashedName(`${name}-${role}`, files);
  const object = new ConfigMap(
    `${name}-${role}`,
    { metadata: metadata(configMapName, name, namespace), data: { ...files } },
    opts,
  );
  return { object, configMapName };
}
