import { logVolume as ask } from "../../queries/logVolume";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { barGaugePanel, firstValue, statPanel, tablePanel, timeseriesPanel } from "./parts/panels";
import { columns } from "./parts/table";
import { appVariable, levelVariable, lokiVariable, namespaceVariable } from "./parts/variables";

const nothing =
  "No line in this time: no pod that is chosen above logged, or its lines did not arrive";
const noField =
  "No line in this time says it: plain text, PostgreSQL's lines and lines without the field do not";

/** How much is logged, by whom, and what it weighs. */
export const logVolume = () =>
  layout({
    uid: dashboardUids.logVolume,
    title: "Log volume",
    description: "How much is logged, by whom, and what it weighs before Loki compresses it.",
    variables: [lokiVariable(), namespaceVariable(), appVariable(), levelVariable()],
    rows: [totals, rates, loggers],
  });

const totals: Row = {
  title: "In all",
  panels: [
    statPanel({
      title: "Lines",
      description: "Lines in the time that is looked at.",
      unit: "short",
      noValue: nothing,
      width: 6,
      height: 4,
      queries: [{ expression: ask.lines }],
    }),
    statPanel({
      title: "Bytes",
      description: "What these lines weigh as they were sent. In the bucket it is about a sixth.",
      unit: "bytes",
      noValue: nothing,
      width: 6,
      height: 4,
      queries: [{ expression: ask.bytes }],
    }),
    statPanel({
      title: "Streams",
      description: "Combinations of labels that logged. Many streams of few lines make Loki slow.",
      unit: "short",
      noValue: nothing,
      width: 6,
      height: 4,
      queries: [{ expression: ask.streams }],
    }),
    statPanel({
      title: "Bytes per second",
      description: "The last point of the curve of bytes.",
      unit: "binBps",
      noValue: nothing,
      width: 6,
      height: 4,
      queries: [{ expression: ask.bytesPerSecond, asked: "range" }],
    }),
  ],
};

const rates: Row = {
  title: "Over time",
  panels: [
    timeseriesPanel({
      title: "Lines per second by namespace",
      description: "Which namespace logs when.",
      unit: "mps",
      noValue: nothing,
      width: 12,
      queries: [{ expression: ask.linesPerNamespace, legend: "{{namespace}}" }],
    }),
    timeseriesPanel({
      title: "Lines per second by job",
      description: "The job is what the annotation fraiseql.io/job of a pod says, else its app.",
      unit: "mps",
      noValue: nothing,
      width: 12,
      queries: [{ expression: ask.linesPerJob, legend: "{{job}}" }],
    }),
    timeseriesPanel({
      title: "Lines by level",
      description: "Lines of each bar's time. A bar without a name is of lines that say no level.",
      unit: "short",
      noValue: nothing,
      width: 16,
      draw: "stacked",
      queries: [{ expression: ask.linesPerLevel, legend: "{{level}}" }],
    }),
    barGaugePanel({
      title: "Levels",
      description: "Lines of each level in the whole time.",
      unit: "short",
      noValue: nothing,
      width: 8,
      queries: [{ expression: ask.levelShares, legend: "{{level}}" }],
    }),
  ],
};

const loggers: Row = {
  title: "Who logs most",
  panels: [
    barGaugePanel({
      title: "Apps with the most lines",
      description: "The ten apps that logged most lines.",
      unit: "short",
      noValue: nothing,
      width: 8,
      queries: [{ expression: ask.topApps, legend: "{{app}}" }],
    }),
    barGaugePanel({
      title: "Loggers with the most lines",
      description:
        "The ten loggers that logged most: `logger` of a line of Python's, `target` of one of " +
        "FraiseQL 2. Loki reads every line for it: keep the time short.",
      unit: "short",
      noValue: noField,
      width: 8,
      queries: [{ expression: ask.topLoggers, legend: "{{logger}}" }],
    }),
    barGaugePanel({
      title: "Bytes by FraiseQL's tenant",
      description:
        "The ten tenants of FraiseQL, `context.tenant_id` of a line, whose lines weigh most. Loki " +
        "reads every line for it. Its own tenants are apart: choose one above.",
      unit: "bytes",
      noValue: noField,
      width: 8,
      queries: [{ expression: ask.bytesPerTenant, legend: "{{tenant}}" }],
    }),
    columns(
      tablePanel({
        title: "Heaviest streams",
        description: "The ten combinations of labels that weigh most.",
        unit: "bytes",
        noValue: nothing,
        width: 24,
        queries: [{ expression: ask.topStreams }],
      }),
      {
        namespace: "Namespace",
        app: "App",
        container: "Container",
        job: "Job",
        level: "Level",
        [firstValue]: "Bytes",
      },
    ),
  ],
};
