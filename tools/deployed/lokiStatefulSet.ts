import type { KubernetesObject } from "../cluster/kubectl";
import type { DeployedStack } from "./deployedStack";

/** Loki's StatefulSet, as far as commands look at it. */
export interface StatefulSet extends KubernetesObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: PodTemplateSpec };
  };
}

/** What a pod is made of: its parts are passed on as they are. */
export interface PodTemplateSpec {
  readonly containers: readonly [Container, ...Container[]];
  readonly volumes: readonly Volume[];
  readonly [field: string]: unknown;
}

export interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
  readonly readinessProbe?: { readonly httpGet?: object };
  readonly [field: string]: unknown;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string };
  readonly [kind: string]: unknown;
}

/** What makes the stack's Loki pods. */
export async function lokiStatefulSet({
  kubectl,
  outputs,
}: Pick<DeployedStack, "kubectl" | "outputs">): Promise<StatefulSet> {
  const place = ["--namespace", outputs.namespace];
  return await kubectl.json<StatefulSet>("get", "statefulset", "loki", ...place);
}

/** Port of Loki's HTTP interface. */
export function httpPortOf({ spec }: StatefulSet): number {
  const [{ ports }] = spec.template.spec.containers;
  return ports.find(({ name }) => name === "http")?.containerPort ?? 3100;
}

/** Secret with the certificate of Loki's ports; nothing where they are in plain text. */
export function tlsSecretOf({ spec }: StatefulSet): string | undefined {
  return spec.template.spec.volumes.find(({ name }) => name === "tls")?.secret?.secretName;
}
