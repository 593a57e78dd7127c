import { collector as ask } from "../../queries/collector";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { stackVariables } from "./parts/metricVariables";
import { statPanel, timeseriesPanel } from "./parts/panels";

const unscraped =
  "Nothing scrapes them, or not this namespace: docs/monitoring.md says how a Prometheus finds them";

const totals: Row = {
  title: "In all",
  panels: [
    statPanel({
      title: "Agents",
      description: "One on each node.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.agents }],
    }),
    statPanel({
      title: "Lines dropped",
      description: "Lines that agents gave up in the time that is looked at: they are lost.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.droppedInAll }],
    }),
    statPanel({
      title: "Files",
      description: "Files of containers that are read.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.files, legend: "{{pod}}" }],
    }),
    statPanel({
      title: "Targets",
      description: "Containers that agents know.",
      unit: "short",
      noValue: unscraped,
      width: 6,
      height: 4,
      queries: [{ expression: ask.targets, legend: "{{pod}}" }],
    }),
  ],
};

const lines: Row = {
  title: "Lines",
  panels: [
    timeseriesPanel({
      title: "Read per second",
      description: "From the files of containers.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.linesRead, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Sent per second",
      description: "To the gateway, or to Loki where there is none.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.linesSent, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Sent bytes per second",
      description: "Compressed.",
      unit: "binBps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.bytesSent, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Dropped per second",
      description:
        "By reason. A limit of a tenant, a line that is too long, or a store that was away for longer than `collector.retryFor`.",
      unit: "mps",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.dropped, legend: "{{pod}} {{reason}}" }],
    }),
    timeseriesPanel({
      title: "Still to read",
      description:
        "Bytes of files beyond what is read. What a container rotates away before is lost.",
      unit: "bytes",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.backlogBytes, legend: "{{pod}}" }],
    }),
  ],
};

const pushes: Row = {
  title: "Pushes",
  panels: [
    timeseriesPanel({
      title: "By status",
      description: "204 is taken, 429 and 5xx are tried again, other 4xx are dropped.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.pushesPerStatus, legend: "{{status_code}}" }],
    }),
    timeseriesPanel({
      title: "Slowest",
      description: "One of a hundred takes longer.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.pushSeconds, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Tried again",
      description: "Batches per second.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.retries, legend: "{{pod}}" }],
    }),
  ],
};

const agents: Row = {
  title: "Agents",
  panels: [
    timeseriesPanel({
      title: "Files that could not be followed",
      description: "Since the start of each agent, by reason.",
      unit: "short",
      noValue: "Every file could be followed, or nothing scrapes the agents: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.failedTargets, legend: "{{pod}} {{reason}}" }],
    }),
    timeseriesPanel({
      title: "Memory",
      description: "Of each agent.",
      unit: "bytes",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.memoryBytes, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Processor",
      description: "Seconds of processor time each second.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.processorSeconds, legend: "{{pod}}" }],
    }),
  ],
};

/** The agents on the nodes. */
export const collector = () =>
  layout({
    uid: dashboardUids.collector,
    title: "Collector",
    description: "The agents that read the logs of each node: what they read, send and drop.",
    variables: stackVariables("promtail_build_info"),
    rows: [totals, lines, pushes, agents],
  });
