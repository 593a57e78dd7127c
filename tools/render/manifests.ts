import { toYaml } from "../../components/yaml";
import type { Registered } from "../evaluate";

/** A file of the rendering, relative to its folder. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  /** Only its owner may read it. */
  readonly secret: boolean;
}

/** A Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [member: string]: unknown;
}

/** What must exist before what: an object is applied after those it needs. */
const applyOrder = [
  "Namespace",
  "ServiceAccount",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "Secret",
  "ConfigMap",
  "PersistentVolumeClaim",
  "Certificate",
  "Service",
  "PodDisruptionBudget",
  "NetworkPolicy",
  "Ingress",
  "HTTPRoute",
  "PodMonitor",
  "PrometheusRule",
  "StatefulSet",
  "Job",
  "Deployment",
  "DaemonSet",
];

/** The Kubernetes objects among the resources, in apply order. */
export function manifests(resources: readonly Registered[]): Manifest[] {
  return resources
    .filter(({ custom, type }) => custom && type.startsWith("kubernetes:"))
    .map(({ inputs }) => encodeSecret(inputs as unknown as Manifest))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** One file per object, numbered in apply order. */
export function manifestFiles(objects: readonly Manifest[]): RenderedFile[] {
  return objects.map((manifest, index) => {
    const number = String(index + 1).padStart(2, "0");
    const name = `${number}-${manifest.kind.toLowerCase()}-${manifest.metadata.name}`;
    return {
      path: `manifests/${name}.yaml`,
      content: toYaml(sortMembers(manifest) as object),
      secret: manifest.kind === "Secret",
    };
  });
}

/** Each file that a ConfigMap holds, on its own. */
export function configFiles(objects: readonly Manifest[]): RenderedFile[] {
  return objects
    .filter(({ kind }) => kind === "ConfigMap")
    .flatMap((manifest) => Object.entries(manifest["data"] as Record<string, string>))
    .map(([name, content]) => ({ path: `files/${name}`, content, secret: false }));
}

function sortKey({ kind, metadata }: Manifest): string {
  const order = applyOrder.indexOf(kind);
  if (order === -1) {
    throw new Error(`the renderer does not know when to apply a ${kind}: add it to applyOrder`);
  }
  return `${String(order).padStart(2, "0")} ${metadata.namespace ?? ""} ${metadata.name}`;
}

/** As the API server stores it: `stringData` is write-only, and so unfit for server-side apply. */
function encodeSecret(manifest: Manifest): Manifest {
  const { stringData, ...rest } = manifest as Manifest & { stringData?: Record<string, string> };
  if (manifest.kind !== "Secret" || stringData === undefined) {
    return manifest;
  }
  const data = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(value).toString("base64"),
  ]);
  return { ...rest, data: Object.fromEntries(data) as Record<string, string> };
}

/** The order of members is the program's, not the engine's: sorted, so that no rebuild changes it. */
function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortMembers);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, item]) => [key, sortMembers(item)]));
}
