import { settingKey, type Path } from "./keys";
import { formatBytes, quantityBytes } from "./quantities";
import type { Finding, Rule } from "./rules";
import type { Settings } from "./schema";

const classesPath = ["cluster", "storageClasses"];

const volumesOf = ({ loki, ring, grafana, tracing }: Settings): { at: Path; name?: string }[] =>
  [
    { at: ["loki", "wal"], of: loki.wal },
    { at: ["loki", "data"], of: loki.data },
    ...(ring.kind === "consul" ? [{ at: ["ring"], of: ring }] : []),
    ...(grafana.deploy && grafana.volumeSize !== "none" ? [{ at: ["grafana"], of: grafana }] : []),
    ...(tracing.deploy ? [{ at: ["tracing"], of: tracing }] : []),
  ].map(({ at, of: { storageClass } }) => ({
    at: [...at, "storageClass"],
    ...(storageClass === undefined ? {} : { name: storageClass }),
  }));

/** A claim of a class that is not there waits for ever, and its pod with it. */
const knownClasses: Rule = (settings) => {
  const { storageClasses } = settings.cluster;
  return storageClasses === undefined
    ? []
    : volumesOf(settings).flatMap(({ at, name }): Finding[] => {
        const used = storageClasses.find((one) =>
          name === undefined ? one.default : one.name === name,
        );
        const names = storageClasses.map((one) => one.name).join(", ");
        if (used === undefined) {
          return [
            {
              row: "C35",
              path: at,
              about: [classesPath],
              expected: `one of ${names || "no classes"}${name === undefined ? ": the cluster has no default class" : ""}`,
              ...(storageClasses[0] && { set: storageClasses[0].name }),
            },
          ];
        }
        return used.reclaimPolicy === "Retain" || at[0] !== "loki"
          ? []
          : [
              {
                row: "C36",
                path: at,
                about: [classesPath],
                got: `a class with reclaim policy Delete (${used.name})`,
                expected:
                  "one that retains volumes in prod: lines that are not in the store yet go with a claim",
                advice: `name a class with reclaimPolicy Retain in ${settingKey(at)}`,
                severity: "production",
              },
            ];
      });
};

const certificatesCome: Rule = ({ cluster, tls }) =>
  tls.kind !== "certManager" || cluster.certManager !== false
    ? []
    : [
        {
          row: "C51",
          path: ["tls", "kind"],
          about: [["cluster", "certManager"]],
          expected: "secrets: the cluster has no cert-manager, so nobody would make certificates",
          set: "secrets",
          hint: `or install cert-manager and set ${settingKey(["cluster", "certManager"])} to true`,
        },
      ];

/** Seconds between two checkpoints of the write-ahead log: Loki's default. */
const checkpointPeriod = 300;

/** Else the log is full before the first checkpoint, and Loki refuses what comes. */
const logHoldsTheRate: Rule = ({ loki }, { production }) => {
  const { ingestionRateMb } = loki.limits;
  const share = loki.replicationFactor / Math.max(loki.replicas, loki.replicationFactor);
  const least = checkpointPeriod * ingestionRateMb * share * 1_000_000;
  const set = formatBytes(Math.ceil(least / 2 ** 30) * 2 ** 30);
  const rate = ["loki", "limits", "ingestionRateMb"];
  return !production || quantityBytes(loki.wal.size) >= least
    ? []
    : [
        {
          row: "C32",
          path: ["loki", "wal", "size"],
          about: [rate, ["loki", "replicas"], ["loki", "replicationFactor"]],
          expected: `at least ${set}: what comes between two checkpoints (5m) at ${settingKey(rate)} (${ingestionRateMb})`,
          set,
        },
      ];
};

const confirmedOnce: Rule = ({ cluster }) =>
  cluster.expandedVolumes.map((name, index) => ({
    path: ["cluster", "expandedVolumes", index],
    expected: `nothing once ${settingKey(name.split("."))} is deployed: the next change of it would pass unseen`,
    remove: true,
    severity: "warning",
  }));

/** What the cluster can give. */
export const clusterRules: readonly Rule[] = [
  knownClasses,
  certificatesCome,
  logHoldsTheRate,
  confirmedOnce,
];
