import type { MemberlistRingSettings } from "../settings/schema";
import type { LokiRing } from "./ring";

/** The port of the gossip. @see https://grafana.com/docs/loki/latest/configure/#memberlist */
export const gossipPort = 7946;

/** The replicas tell each other: no other system, nothing kept. */
export function memberlistRing(
  settings: MemberlistRingSettings,
  /** DNS name under which every replica can be found before it is ready. */
  peersHost: string,
): LokiRing {
  return {
    kvstore: { store: "memberlist" },
    heartbeatPeriod: settings.heartbeatPeriod,
    heartbeatTimeout: settings.heartbeatTimeout,
    memberlist: {
      bind_port: gossipPort,
      join_members: [`${peersHost}:${gossipPort}`],
      // Keeps the replicas of another stack in the cluster out of this ring.
      cluster_label: peersHost,
      abort_if_cluster_join_fails: false,
    },
    gossipPort,
    initContainers: [],
    env: [],
    volumes: [],
    volumeMounts: [],
    dependencies: [],
  };
}
