import { durationMs, formatDuration, hour } from "./durations";
import { settingKey } from "./keys";
import type { Rule } from "./rules";

const replicas = ["loki", "replicas"];
const replicationFactor = ["loki", "replicationFactor"];

const enoughReplicas: Rule = ({ loki }) =>
  loki.replicas >= loki.replicationFactor
    ? []
    : [
        {
          row: "C01",
          path: replicas,
          about: [replicationFactor],
          expected: `a whole number >= ${settingKey(replicationFactor)} (${loki.replicationFactor})`,
          set: loki.replicationFactor,
          hint: `or lower ${settingKey(replicationFactor)}; with 1 an acknowledged line has one copy`,
        },
      ];

const copiesInProduction: Rule = ({ loki }, { production }) =>
  // One replica with one copy is what a development stack is.
  loki.replicationFactor > 1 || (!production && loki.replicas === 1)
    ? []
    : [
        {
          row: "C03",
          path: replicationFactor,
          about: [replicas],
          expected: "3 in prod: with 1 an acknowledged line has one copy",
          set: 3,
          severity: "production",
        },
      ];

const sharedStore: Rule = ({ loki, storage }) =>
  loki.replicas === 1 || storage.kind !== "filesystem"
    ? []
    : [
        {
          row: "C05",
          path: replicas,
          about: [["storage", "kind"]],
          expected: `1 with ${settingKey(["storage", "kind"])} filesystem: more than one Loki needs a shared object store`,
          set: 1,
          hint: `or set ${settingKey(["storage", "kind"])} to s3, gcs or s3Compatible`,
        },
      ];

const sharedRing: Rule = ({ loki, ring }) =>
  loki.replicas === 1 || ring.kind !== "inmemory"
    ? []
    : [
        {
          path: ["ring", "kind"],
          about: [replicas],
          expected: `consul or memberlist with ${loki.replicas} replicas: in memory each would be a ring of its own`,
          set: "consul",
        },
      ];

const votersInProduction: Rule = ({ ring }) =>
  ring.kind !== "consul" || ring.servers > 1
    ? []
    : [
        {
          row: "C07",
          path: ["ring", "servers"],
          expected: "3 or 5 in prod: one server is a ring store without a spare",
          set: 3,
          severity: "production",
        },
      ];

const heartbeats: Rule = ({ ring }) => {
  if (ring.kind === "inmemory") {
    return [];
  }
  const least = 4 * durationMs(ring.heartbeatPeriod);
  const period = ["ring", "heartbeatPeriod"];
  return durationMs(ring.heartbeatTimeout) >= least
    ? []
    : [
        {
          row: "C42",
          path: ["ring", "heartbeatTimeout"],
          about: [period],
          expected: `at least 4 × ${settingKey(period)} (${formatDuration(least)}): Loki refuses 0, and one lost heartbeat is no failure`,
          set: least <= 10 * 60_000 ? "10m" : formatDuration(least),
        },
      ];
};

const evictions: Rule = ({ loki }) => {
  const quorum = Math.floor(loki.replicationFactor / 2) + 1;
  const most = Math.max(1, loki.replicationFactor - quorum);
  return loki.maxUnavailable <= most
    ? []
    : [
        {
          row: "C72",
          path: ["loki", "maxUnavailable"],
          about: [replicationFactor],
          expected: `at most ${most}: with more away, the quorum of ${quorum} would be lost`,
          set: most,
        },
      ];
};

const nodesForReplicas: Rule = ({ loki }) =>
  loki.antiAffinity === "preferred" || loki.nodes === undefined || loki.nodes >= loki.replicas
    ? []
    : [
        {
          row: "C73",
          path: ["loki", "antiAffinity"],
          about: [["loki", "nodes"], replicas],
          expected: `preferred: ${loki.replicas} replicas cannot be placed on ${loki.nodes} node${loki.nodes === 1 ? "" : "s"}`,
          set: "preferred",
          hint: `or raise ${settingKey(["loki", "nodes"])}`,
        },
      ];

const queriesSeeUnflushed: Rule = ({ loki }) => {
  const least = durationMs(loki.maxChunkAge) + hour;
  const maxChunkAge = ["loki", "maxChunkAge"];
  return durationMs(loki.queryIngestersWithin) >= least
    ? []
    : [
        {
          row: "C43",
          path: ["loki", "queryIngestersWithin"],
          about: [maxChunkAge],
          expected: `at least ${settingKey(maxChunkAge)} + 1h (${formatDuration(least)}): unflushed lines would be invisible`,
          set: formatDuration(least),
        },
      ];
};

/** How many Lokis there are, and how they stay one. */
export const copyRules: readonly Rule[] = [
  enoughReplicas,
  copiesInProduction,
  sharedStore,
  sharedRing,
  votersInProduction,
  heartbeats,
  evictions,
  nodesForReplicas,
  queriesSeeUnflushed,
];
