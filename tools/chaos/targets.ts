import type { Pod } from "../cluster/kubectl";
import type { DeployedStack } from "../deployed/deployedStack";
import type { NodeTask } from "./nodePods";
import type { NodeScript, ProcessTarget } from "./nodeScript";

const byName = (a: Pod, b: Pod) => (a.metadata.name < b.metadata.name ? -1 : 1);

/** Pods of one component, by name. */
async function podsOf({ kubectl, outputs }: DeployedStack, component: string) {
  const selector = `app.kubernetes.io/name=${component}`;
  return [...(await kubectl.pods(outputs.namespace, selector))].sort(byName);
}

export const consulPods = (stack: DeployedStack) => podsOf(stack, "consul");

/** Name of the gateway's Deployment and Service. */
export const gatewayName = ({ outputs }: DeployedStack): string =>
  new URL(outputs.pushUrl).hostname.split(".")[0] ?? "";

export const gatewayPods = (stack: DeployedStack) => podsOf(stack, gatewayName(stack));

/** Pods in the order of how often they were started: one that is fresh starts again at once. */
export const freshestFirst = (pods: readonly Pod[]): Pod[] =>
  [...pods].sort((a, b) => restarts(a) - restarts(b));

const restarts = ({ status }: Pod) => status.containerStatuses?.[0]?.restartCount ?? 0;

export const processOf = (pod: Pod, commandLine: string): ProcessTarget => ({
  podUid: pod.metadata.uid,
  commandLine,
});

/** One task for each node that some of these pods are on. */
export function tasksFor(
  pods: readonly Pod[],
  script: (pods: readonly Pod[]) => NodeScript,
): NodeTask[] {
  const nodes = [...new Set(pods.map(({ spec }) => spec.nodeName ?? ""))];
  return nodes.map((node) => ({
    node,
    ...script(pods.filter(({ spec }) => spec.nodeName === node)),
  }));
}
