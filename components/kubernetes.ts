import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Resources } from "./settings/fields";
import { quantityBytes } from "./settings/quantities";

/** The program's name for itself in labels, and the prefix of its component type tokens. */
export const partOf = "fraiseql-loki";

/** On the stack's namespace: tells this stack from another one of the same names elsewhere. */
export const stackIdAnnotation = "fraiseql.io/stack-id";

/**
 * The labels a workload's selector is made of. They may never change: Kubernetes refuses an update.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function selectorLabels(component: string): Record<string, string> {
  return { "app.kubernetes.io/name": component, "app.kubernetes.io/instance": partOf };
}

/** The labels of every object. */
export function labels(component: string): Record<string, string> {
  return {
    ...selectorLabels(component),
    "app.kubernetes.io/component": component,
    "app.kubernetes.io/part-of": partOf,
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** Metadata of an object with a fixed name. */
export function metadata(name: string, component: string, namespace?: string) {
  return { name, labels: labels(component), ...(namespace === undefined ? {} : { namespace }) };
}

/** Annotations of a workload's pods, by name. */
export type PodAnnotations = Readonly<Record<string, string>>;

/** Metadata of the pods of a workload. */
export function podMetadata(component: string, annotations?: PodAnnotations) {
  return { labels: labels(component), ...(annotations && { annotations: { ...annotations } }) };
}

/** First ten hexadecimal digits of the SHA-256 of a set of files. */
export function contentHash(data: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 10);
}

/** A name that changes with the content, so that pods which mount it roll when it changes. */
export function hashedName(base: string, data: Readonly<Record<string, string>>): string {
  return `${base}-${contentHash(data)}`;
}

/**
 * The same for content that is secret and known only once generated. Ten digits of a hash over at
 * least 128 random bits tell nothing about them, so the name itself is no secret.
 */
export function hashedSecretName(
  base: string,
  data: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  return pulumi.unsecret(pulumi.output(data).apply((content) => hashedName(base, content)));
}

/**
 * Labels by which the API server itself judges the pods of a namespace. It refuses by the rules of the
 * version that this program was tested with, so that an upgrade of the cluster refuses no pod of a
 * running stack, and warns by its newest.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(enforced: "restricted" | "privileged") {
  const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
  return {
    [label("enforce")]: enforced,
    [label("enforce-version")]: "v1.34",
    [label("audit")]: "restricted",
    [label("audit-version")]: "latest",
    [label("warn")]: "restricted",
    [label("warn-version")]: "latest",
  };
}

/**
 * Pod settings that satisfy the Pod Security Standard "restricted".
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(userId: number) {
  return {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: userId,
    fsGroup: userId,
    // Without this a large volume is walked file by file at each start.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  } satisfies k8s.types.input.core.v1.PodSecurityContext;
}

/** Container settings that satisfy "restricted", with a read-only root. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} satisfies k8s.types.input.core.v1.SecurityContext;

/**
 * The node's own disk that a container may fill: up to 1 GiB is in a pod's scratch volumes, and what
 * it prints comes on top, of which a kubelet keeps 50 MiB unless it is told otherwise. Beyond the
 * limit the kubelet evicts the pod, so that it does not have to evict everyone.
 * @see https://kubernetes.io/docs/concepts/storage/ephemeral-storage/
 */
const nodeDisk = { request: "64Mi", limit: "2Gi" };

/** The `resources` of a container. */
export function containerResources(resources: Resources) {
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = resources;
  return {
    requests: { cpu: cpuRequest, memory: memoryRequest, "ephemeral-storage": nodeDisk.request },
    limits: {
      memory: memoryLimit,
      "ephemeral-storage": nodeDisk.limit,
      ...(cpuLimit === undefined ? {} : { cpu: cpuLimit }),
    },
  };
}

/** `GOMEMLIMIT`: 85 % of the limit, so that Go frees memory before the kernel ends the process. */
export function goMemoryLimit({ memoryLimit }: Resources) {
  return { name: "GOMEMLIMIT", value: `${Math.floor(0.85 * quantityBytes(memoryLimit))}` };
}

/** A volume claim of one pod. */
export function volumeClaim(
  name: string,
  component: string,
  size: string,
  storageClass: string | undefined,
) {
  return {
    metadata: { name, labels: selectorLabels(component) },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: size } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}
