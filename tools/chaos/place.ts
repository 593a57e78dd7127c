import type { Kubectl } from "../cluster/kubectl";
import type { Outputs } from "../deployed/outputs";

/** The namespace of everything that the command itself puts on a stack's cluster. */
export const chaosNamespace = ({ namespace }: Pick<Outputs, "namespace">) => `${namespace}-chaos`;

/** The command that ends every fault made on a node, whatever became of this program. */
export const removeNamespaceCommand = (namespace: string) =>
  `kubectl delete namespace ${namespace}`;

/** Makes the namespace. It has to let in privileged pods: they act on processes of the node. */
export async function makeNamespace(kubectl: Kubectl, name: string): Promise<void> {
  const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
  await kubectl.applyObjects([{ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }]);
}
