import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { RingSettings } from "../settings/schema";
import type { ConsulTls } from "./consulConfig";
import { ConsulRing } from "./consulRing";
import { memberlistRing } from "./memberlistRing";

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
  /** Secret whose key `token` lets its holder read the metrics of the ring's store. @default none */
  readonly metricsToken?: pulumi.Output<string> | undefined;
}

/** The ring's store of the kind that the settings name. */
export function createRing(
  args: {
    readonly settings: RingSettings;
    readonly namespace: string;
    /** DNS name under which every Loki replica can be found before it is ready. */
    readonly peersHost: string;
    readonly consulImage: string;
    /** @default plain text between Consul's servers */
    readonly consulTls?: ConsulTls | undefined;
    /** Whether somebody reads metrics who can show a token. @default nobody */
    readonly withMetrics?: boolean;
  },
  opts: pulumi.ComponentResourceOptions,
): LokiRing {
  const {
    settings,
    namespace,
    peersHost,
    consulImage: image,
    consulTls: tls,
    withMetrics = false,
  } = args;
  switch (settings.kind) {
    case "inmemory":
      return inmemoryRing;
    case "memberlist":
      return memberlistRing(settings, peersHost);
    case "consul":
      return new ConsulRing("consul", { namespace, settings, image, tls, withMetrics }, opts);
  }
}

/** Whether the ring is known to more than one process, and so outlives the one that is in it. */
export const isShared = ({ kvstore }: Pick<LokiRing, "kvstore">): boolean =>
  kvstore.store !== "inmemory";

/** One process that is its own ring. */
const inmemoryRing: LokiRing = {
  kvstore: { store: "inmemory" },
  initContainers: [],
  env: [],
  volumes: [],
  volumeMounts: [],
  dependencies: [],
};
