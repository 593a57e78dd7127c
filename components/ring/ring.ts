import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Loki's `common.ring.kvstore` block. */
export type KvStoreConfig =
  | { store: "inmemory" }
  | { store: "memberlist" }
  | { store: "consul"; prefix: string; consul: { host: string } };

/** Loki's `memberlist` block. */
export interface MemberlistConfig {
  bind_port: number;
  join_members: string[];
  cluster_label: string;
  abort_if_cluster_join_fails: boolean;
}

/** What the rest of the stack knows of the ring's store. */
export interface LokiRing {
  readonly kvstore: KvStoreConfig;
  /** Go duration; absent where one process is the whole ring. */
  readonly heartbeatPeriod?: string;
  readonly heartbeatTimeout?: string;
  readonly memberlist?: MemberlistConfig;
  /** A port the replicas use among themselves beside Loki's own. */
  readonly gossipPort?: number;
  /** What waits until the ring's store accepts Loki. */
  readonly initContainers: readonly k8s.types.input.core.v1.Container[];
  readonly env: readonly k8s.types.input.core.v1.EnvVar[];
  readonly volumes: readonly k8s.types.input.core.v1.Volume[];
  readonly volumeMounts: readonly k8s.types.input.core.v1.VolumeMount[];
  /** What must exist before Loki starts. */
  readonly dependencies: readonly pulumi.Resource[];
}
