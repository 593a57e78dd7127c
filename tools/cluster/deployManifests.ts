import { join } from "node:path";
import { partOf } from "../../components/kubernetes";
import { manifestFiles, type Manifest } from "../render/manifests";
import type { Rendering } from "../render/renderStack";
import { Refusal } from "../refusal";
import type { Kubectl, KubernetesObject } from "./kubectl";
import { waitReady, workloadKinds, type WaitOptions, type WorkloadName } from "./waitReady";

export interface DeployOptions extends WaitOptions {
  /** What is left out, such as a workload for whose image there is no stand-in. @default nothing */
  readonly skip?: (manifest: Manifest) => boolean;
}

/** Kinds that are removed when a later rendering no longer has them. Never volumes or namespaces. */
const removable = {
  namespaced: [
    "StatefulSet",
    "Deployment",
    "DaemonSet",
    "Job",
    "PodDisruptionBudget",
    "NetworkPolicy",
    "Ingress",
    "Service",
    "ConfigMap",
    "Secret",
    "ServiceAccount",
  ],
  cluster: ["ClusterRoleBinding", "ClusterRole"],
};

/**
 * Deploys a rendering: applies its manifests, waits for its workloads, and then removes what an
 * earlier rendering had in the same namespaces and this one has not. In this order, since pods of
 * the last rollout may still be mounting what they were made with.
 */
export async function deployManifests(
  kubectl: Kubectl,
  rendering: Rendering,
  options: DeployOptions = {},
): Promise<void> {
  await applyManifests(kubectl, rendering, options);
  await waitReady(kubectl, workloadsOf(rendering, options), options);
  await removeOld(kubectl, rendering, options);
}

/** Applies the manifest files in their order, and waits for nothing. */
export async function applyManifests(
  kubectl: Kubectl,
  { folder, manifests, unresolved }: Rendering,
  { skip = () => false }: DeployOptions = {},
): Promise<void> {
  if (unresolved.length > 0) {
    throw new Refusal(
      `${unresolved.join(", ")} need a value that only the cloud can give: deploy this stack with pulumi up`,
    );
  }
  const files = manifestFiles(manifests)
    .filter((_, index) => !skip(manifests[index] as Manifest))
    .map(({ path }) => join(folder, path));
  await kubectl.apply(files);
}

/** The workloads of a rendering, without those that are left out. */
export function workloadsOf(
  { manifests }: Pick<Rendering, "manifests">,
  { skip = () => false }: DeployOptions = {},
): WorkloadName[] {
  return manifests
    .filter((manifest) => workloadKinds.includes(manifest.kind) && !skip(manifest))
    .map(({ kind, metadata: { name, namespace = "" } }) => ({ kind, namespace, name }));
}

/** Removes what an earlier rendering had and this one has not. Returns what was removed. */
export async function removeOld(
  kubectl: Kubectl,
  { manifests }: Pick<Rendering, "manifests">,
  { skip = () => false }: DeployOptions = {},
): Promise<string[]> {
  const kept = new Set(manifests.filter((manifest) => !skip(manifest)).map(identity));
  const namespaces = manifests
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => metadata.name);
  const old = (await deployed(kubectl, namespaces)).filter((object) => !kept.has(identity(object)));
  for (const { kind, metadata } of old) {
    const { name, namespace } = metadata;
    const place = namespace === undefined ? [] : ["--namespace", namespace];
    await kubectl.delete([kind.toLowerCase(), name, ...place]);
  }
  return old.map(identity);
}

const componentLabel = "app.kubernetes.io/component";

/** What any rendering has put into these namespaces, and the roles that carry their names. */
async function deployed(
  kubectl: Kubectl,
  namespaces: readonly string[],
): Promise<KubernetesObject[]> {
  const selector = `app.kubernetes.io/part-of=${partOf}`;
  const kinds = removable.namespaced.join(",").toLowerCase();
  const inNamespaces = await Promise.all(
    namespaces.map((namespace) => kubectl.list(kinds, namespace, selector)),
  );
  const roles = await kubectl.json<{ readonly items: readonly KubernetesObject[] }>(
    "get",
    removable.cluster.join(",").toLowerCase(),
    "--selector",
    selector,
  );
  const ours = roles.items.filter(({ metadata: { name, labels = {} } }) =>
    namespaces.some((namespace) => name === `${namespace}-${labels[componentLabel] ?? ""}`),
  );
  return [...inNamespaces.flat(), ...ours];
}

/** What tells an object from every other one, whatever the version of its API. */
function identity({
  kind,
  metadata: { name, namespace = "" },
}: Pick<Manifest, "kind" | "metadata">): string {
  return `${kind} ${namespace}/${name}`;
}
