import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What the pods that use an object store need beside its address. */
export interface StoreAccess {
  /** Names of the buckets, for the stack's outputs. */
  readonly bucketNames: readonly string[];
  /** What binds the pods' service account to a cloud role. */
  readonly serviceAccountAnnotations: Readonly<Record<string, pulumi.Input<string>>>;
  /** How the container finds credentials, where the store needs any. */
  readonly env: readonly k8s.types.input.core.v1.EnvVar[];
  readonly volumes: readonly k8s.types.input.core.v1.Volume[];
  readonly volumeMounts: readonly k8s.types.input.core.v1.VolumeMount[];
  /** What must exist before the pods start. */
  readonly dependencies: readonly pulumi.Resource[];
}

/** Of a store that is a volume of the pod itself. */
export const noStoreAccess: StoreAccess = {
  bucketNames: [],
  serviceAccountAnnotations: {},
  env: [],
  volumes: [],
  volumeMounts: [],
  dependencies: [],
};
