import { settingKey } from "./keys";
import { formatBytes, parseCpu, quantityBytes } from "./quantities";
import type { Finding, Rule } from "./rules";
import type { Resources } from "./fields";

const memoryLimit = ["loki", "resources", "memoryLimit"];

const millicores = (quantity: string) => Number(parseCpu(quantity));

function limitBelowRequest(area: string, asked: Resources): Finding[] {
  const at = (name: string) => [area, "resources", name];
  const atLeast = (limit: string, request: string, value: string): Finding => ({
    row: "C38",
    path: at(limit),
    about: [at(request)],
    expected: `at least ${settingKey(at(request))} (${value})`,
    set: value,
  });
  const { memoryLimit: memory, memoryRequest, cpuLimit, cpuRequest } = asked;
  const cpu = cpuLimit === undefined ? Infinity : millicores(cpuLimit);
  return [
    ...(quantityBytes(memory) < quantityBytes(memoryRequest)
      ? [atLeast("memoryLimit", "memoryRequest", memoryRequest)]
      : []),
    ...(cpu < millicores(cpuRequest) ? [atLeast("cpuLimit", "cpuRequest", cpuRequest)] : []),
  ];
}

const limitsAboveRequests: Rule = ({ loki, ring, collector, grafana, tracing, gateway }) => [
  ...limitBelowRequest("loki", loki.resources),
  ...(ring.kind === "consul" ? limitBelowRequest("ring", ring.resources) : []),
  ...limitBelowRequest("collector", collector.resources),
  ...limitBelowRequest("grafana", grafana.resources),
  ...limitBelowRequest("tracing", tracing.resources),
  ...limitBelowRequest("gateway", gateway.resources),
];

const cachesFit: Rule = ({ loki }) => {
  const most = quantityBytes(loki.resources.memoryLimit) / 4;
  return (["chunkCache", "resultsCache"] as const)
    .filter((cache) => quantityBytes(loki[cache]) > most)
    .map((cache) => ({
      row: "C39",
      path: ["loki", cache],
      about: [memoryLimit],
      expected: `at most 25 % of ${settingKey(memoryLimit)} (${formatBytes(most)})`,
      set: formatBytes(most),
    }));
};

const replayFits: Rule = ({ loki }) => {
  const most = 0.75 * quantityBytes(loki.resources.memoryLimit);
  return loki.walReplayCeiling === undefined || quantityBytes(loki.walReplayCeiling) <= most
    ? []
    : [
        {
          row: "C40",
          path: ["loki", "walReplayCeiling"],
          about: [memoryLimit],
          expected: `at most 75 % of ${settingKey(memoryLimit)} (${formatBytes(most)})`,
          set: formatBytes(most),
        },
      ];
};

const zstdNeedsMemory: Rule = ({ loki, collector }) =>
  loki.chunkEncoding !== "zstd" ||
  collector.structuredMetadata.length === 0 ||
  quantityBytes(loki.resources.memoryLimit) >= quantityBytes("6Gi")
    ? []
    : [
        {
          path: memoryLimit,
          about: [
            ["loki", "chunkEncoding"],
            ["collector", "structuredMetadata"],
          ],
          expected:
            "at least 6Gi with zstd and structured metadata: queries were measured to take 4 GB",
          set: "6Gi",
          hint: `or set ${settingKey(["loki", "chunkEncoding"])} to snappy`,
          severity: "warning",
        },
      ];

/** What fits into the memory there is. */
export const memoryRules: readonly Rule[] = [
  limitsAboveRequests,
  cachesFit,
  replayFits,
  zstdNeedsMemory,
];
