import type { Kubectl } from "./kubectl";
import { testBed } from "./testbed";

/** Removes namespaces with everything in them, and the collector's roles that belong to them. */
export async function removeNamespaces(
  kubectl: Kubectl,
  namespaces: readonly string[],
): Promise<void> {
  // Emptied first: a namespace that finds its pods and claims still there looks again only later.
  await Promise.all(namespaces.map((namespace) => emptyNamespace(kubectl, namespace)));
  await kubectl.delete(["namespace", ...namespaces]);
  const roles = namespaces.map((namespace) => `${namespace}-promtail`);
  await kubectl.delete(["clusterrolebinding", ...roles]);
  await kubectl.delete(["clusterrole", ...roles]);
  await testBed.freeVolumes();
}

/** Removes a namespace's workloads, pods and volumes and leaves the rest. */
export async function emptyNamespace(kubectl: Kubectl, namespace: string): Promise<void> {
  const place = ["--all", "--namespace", namespace];
  // The pods are left to the next command: those that a workload takes with it have minutes to
  // stop, and nobody needs these lines any more.
  const workloads = "statefulsets,deployments,replicasets,daemonsets,jobs";
  await kubectl.delete([workloads, "--cascade=orphan", ...place]);
  await kubectl.delete(["pods", "--grace-period=1", ...place]);
  await kubectl.delete(["persistentvolumeclaims", ...place]);
}
