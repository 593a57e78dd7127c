import { consul as ask } from "../../queries/consul";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { stackVariables } from "./parts/metricVariables";
import { statPanel, timeseriesPanel } from "./parts/panels";

const unscraped =
  "Nothing scrapes Consul: it asks for a token, which annotations cannot carry. docs/monitoring.md";

const state: Row = {
  title: "State",
  panels: [
    statPanel({
      title: "Leaders",
      description:
        "1, and 0 while the servers elect. Without a leader no replica can join or leave.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.leaders }],
    }),
    statPanel({
      title: "Servers",
      description: "Members that are servers.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.servers }],
    }),
    statPanel({
      title: "Healthy",
      description: "1 where every server keeps up with the leader.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.healthy }],
    }),
    statPanel({
      title: "May be lost",
      description: "Servers that may go before the others have no majority.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.tolerance }],
    }),
  ],
};

const consensus: Row = {
  title: "Consensus",
  panels: [
    timeseriesPanel({
      title: "Elections",
      description: "Servers that stood for leader. A rollout makes some, a quiet day none.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.elections, legend: "elections" }],
    }),
    timeseriesPanel({
      title: "Since the leader was heard",
      description:
        "Milliseconds, the longest but one of a hundred. Half a second begins an election.",
      unit: "ms",
      noValue: "Nothing was written in this time, or nothing scrapes Consul: docs/monitoring.md",
      width: 6,
      queries: [{ expression: ask.lastContactMs, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Time of a commit",
      description: "Milliseconds until a majority has an entry: slow disks show here.",
      unit: "ms",
      noValue: "Nothing was written in this time, or nothing scrapes Consul: docs/monitoring.md",
      width: 6,
      queries: [{ expression: ask.commitMs, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Oldest entry of the log",
      description: "Age in milliseconds. It grows until a snapshot is made.",
      unit: "ms",
      noValue: unscraped,
      width: 6,
      queries: [{ expression: ask.oldestLogMs, legend: "{{pod}}" }],
    }),
  ],
};

const use: Row = {
  title: "Use",
  panels: [
    timeseriesPanel({
      title: "Entries of the log",
      description: "Each second, as the leader counts them.",
      unit: "ops",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.applies, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Writes of keys",
      description: "Heartbeats of rings, each second.",
      unit: "ops",
      noValue: "No ring wrote in this time, or nothing scrapes Consul: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.keyWrites, legend: "{{pod}}" }],
    }),
    statPanel({
      title: "Keys",
      description: "Keys that rings have.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.keys }],
    }),
    timeseriesPanel({
      title: "Questions",
      description: "Each second.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.questions, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Questions that failed",
      description: "Each second.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [
        { expression: ask.failedQuestions, legend: "{{pod}}" },
        { expression: ask.refusedByAcl, legend: "{{pod}} forwarded" },
      ],
    }),
    timeseriesPanel({
      title: "Memory",
      description: "That Consul has allocated.",
      unit: "bytes",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.memoryBytes, legend: "{{pod}}" }],
    }),
  ],
};

/** The servers that hold Loki's rings. */
export const consul = () =>
  layout({
    uid: dashboardUids.consul,
    title: "Consul",
    description:
      "The servers that hold Loki's rings: who leads, how long a write takes, what rings ask.",
    variables: stackVariables("consul_server_isLeader"),
    rows: [state, consensus, use],
  });
