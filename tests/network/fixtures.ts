import type { End, Policy } from "../../tools/reachability";
import type { Evaluation } from "../../tools/evaluate";
import { evaluateStack, type Areas, type StackName } from "../support/stacks";
import { workloads } from "../support/workloads";

export const network = {
  gatewayClients: ["ingress-nginx"],
  grafanaClients: ["ingress-nginx"],
  scrapers: ["monitoring"],
};

const policiesOf = ({ resources }: Evaluation) =>
  resources
    .filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:NetworkPolicy")
    .map(({ inputs }) => inputs as unknown as Policy & { metadata: { name: string } });

/** The pods that the stack's own workloads make, by component. */
function podsOf(evaluation: Evaluation): ReadonlyMap<string, End> {
  return new Map(
    workloads(evaluation).map(({ workload: { metadata, spec } }) => {
      const { labels } = spec.template.metadata;
      return [labels["app.kubernetes.io/name"] ?? "", { namespace: metadata.namespace, labels }];
    }),
  );
}

/** A pod that is none of the stack's. */
export const outsider = (namespace: string): End => ({ namespace, labels: { app: "any" } });

/** The policies of a stack, and its pods by component. */
export async function stack(areas: Areas = { network }, name: StackName = "prod") {
  const evaluation = await evaluateStack(name, areas);
  return { policies: policiesOf(evaluation), pods: podsOf(evaluation) };
}
