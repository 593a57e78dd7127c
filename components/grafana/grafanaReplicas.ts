import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, headlessService, type Owner } from "../kubernetesObjects";
import { onDifferentNodes, overZones } from "../placement";
import { grafanaPeerPort } from "./grafanaPod";

/** What several replicas have that one alone has not. */
export interface GrafanaReplicas {
  /** By which they find each other. */
  readonly peerEnv: readonly k8s.types.input.core.v1.EnvVar[];
  readonly peerPorts: readonly k8s.types.input.core.v1.ContainerPort[];
  /** Where their pods should be. */
  readonly placement: Pick<
    k8s.types.input.core.v1.PodSpec,
    "affinity" | "topologySpreadConstraints"
  >;
  /** The names of the others are there before who looks for them. */
  readonly objects: readonly pulumi.Resource[];
}

const ports = [
  { name: "alerting-tcp", port: grafanaPeerPort },
  { name: "alerting-udp", port: grafanaPeerPort, protocol: "UDP" },
] as const;

/**
 * Each replica evaluates every alert. They tell each other what they have sent: without that somebody
 * would hear of an alert once from each.
 * @see https://grafana.com/docs/grafana/latest/alerting/set-up/configure-high-availability/
 */
export function grafanaReplicas(
  owner: Owner,
  replicas: number,
  opts: pulumi.CustomResourceOptions,
): GrafanaReplicas {
  const { name } = owner;
  if (replicas === 1) {
    return { peerEnv: [], peerPorts: [], placement: {}, objects: [] };
  }
  const names = headlessService(owner, ports, opts);
  // One that is not ready answers nobody: a drain need not wait for it.
  disruptionBudget(owner, { maxUnavailable: 1, evictUnhealthy: "AlwaysAllow" }, opts);
  return {
    peerEnv: peerEnv(owner),
    peerPorts: ports.map(({ port, ...peer }) => ({ ...peer, containerPort: port })),
    placement: {
      affinity: onDifferentNodes(name, "preferred"),
      topologySpreadConstraints: overZones(name),
    },
    objects: [names],
  };
}

function peerEnv({ name, namespace }: Owner): k8s.types.input.core.v1.EnvVar[] {
  // In brackets, which an address of version 6 must have and one of version 4 may.
  const own = `[$(POD_IP)]:${grafanaPeerPort}`;
  const values = {
    PEERS: `${name}-headless.${namespace}.svc:${grafanaPeerPort}`,
    LISTEN_ADDRESS: own,
    ADVERTISE_ADDRESS: own,
    // An address that another cluster's pod has next does not make it one of these.
    LABEL: `${name}.${namespace}`,
    // A pod's address does not come back: the default of 6 hours is for machines.
    RECONNECT_TIMEOUT: "2m",
  };
  return [
    // Before what is made of it.
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    ...Object.entries(values).map(([key, value]) => ({
      name: `GF_UNIFIED_ALERTING_HA_${key}`,
      value,
    })),
  ];
}
