import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "./kubernetes";

/** Pods of one workload on different nodes, as two on one node are lost together. */
export function onDifferentNodes(
  name: string,
  rule: "required" | "preferred",
): k8s.types.input.core.v1.Affinity {
  const term = {
    topologyKey: "kubernetes.io/hostname",
    labelSelector: { matchLabels: selectorLabels(name) },
  };
  switch (rule) {
    case "required":
      return { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    case "preferred":
      return {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
        },
      };
  }
}

/**
 * Pods of one workload over the zones, where the nodes tell theirs. Not a must: a volume in one zone
 * may leave a pod no other choice.
 */
export function overZones(name: string) {
  return [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: selectorLabels(name) },
    },
  ];
}
