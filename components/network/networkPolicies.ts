import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { metadata, partOf, selectorLabels } from "../kubernetes";
import type { Settings } from "../settings/schema";
import type { Way } from "./peers";
import { restoreDrillName, workloads, type WorkloadWays } from "./workloads";

export interface NetworkPoliciesArgs {
  /** Name of Loki's StatefulSet. */
  readonly lokiName: string;
  readonly settings: Settings;
  /** Where the objects of each of the two namespaces belong. */
  readonly optionsOf: (namespace: string) => pulumi.CustomResourceOptions;
}

/**
 * One policy for each component with everything its pods may do in the network, and in both
 * namespaces one that refuses everything to every other pod. Enforced by the cluster's CNI, or by
 * nobody.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:network:NetworkPolicies", name, {}, opts);
    const { lokiName, settings, optionsOf } = args;
    const all = workloads(lokiName, settings);
    // Each allows all that its pods need at once: a stack that runs is never half shut.
    const allowed = all.map((workload) => allow(workload, { ...optionsOf(workload.namespace) }));
    for (const namespace of [settings.namespace, settings.collector.namespace]) {
      refuseTheRest(namespace, { ...optionsOf(namespace), dependsOn: allowed });
    }
    this.registerOutputs({});
  }
}

function allow(
  { component, namespace, from, to }: WorkloadWays,
  opts: pulumi.CustomResourceOptions,
): NetworkPolicy {
  // The drill's pod is no part of the stack and has one label only.
  const matchLabels =
    component === restoreDrillName
      ? { "app.kubernetes.io/name": component }
      : selectorLabels(component);
  return new NetworkPolicy(
    `${component}-network`,
    {
      metadata: metadata(component, component, namespace),
      spec: {
        podSelector: { matchLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: rules(from).map(({ peers, ports }) => ({ from: peers, ...ports })),
        egress: rules(to).map(({ peers, ports }) => ({ to: peers, ...ports })),
      },
    },
    opts,
  );
}

/** A rule without peers would allow everybody: a way that leads to nobody is none. */
function rules(ways: readonly Way[]) {
  return ways
    .filter(({ peers }) => peers.length > 0)
    .map(({ peers, ports }) => ({
      peers: [...peers],
      ports: ports.length === 0 ? {} : { ports: [...ports] },
    }));
}

function refuseTheRest(namespace: string, opts: pulumi.CustomResourceOptions): void {
  new NetworkPolicy(
    `${namespace}-refuse-the-rest`,
    {
      metadata: metadata("refuse-the-rest", partOf, namespace),
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
    opts,
  );
}
