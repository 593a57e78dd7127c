import { errors as ask } from "../../queries/errors";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { lineColumns } from "./parts/lines";
import {
  barGaugePanel,
  firstValue,
  logsPanel,
  statPanel,
  tablePanel,
  timeseriesPanel,
} from "./parts/panels";
import { columns } from "./parts/table";
import { appVariable, lokiVariable, namespaceVariable, tenantVariable } from "./parts/variables";

const none = "No error in this time: no line that is chosen has the level error or critical";
const noField =
  "No error in this time says it: FraiseQL 2, PostgreSQL and plain text do not write the field";

/** What goes wrong, where and for whom. */
export const errors = () =>
  layout({
    uid: dashboardUids.errors,
    title: "Errors",
    description: "Lines of the levels error and critical: how many, of which kind, whose.",
    variables: [lokiVariable(), namespaceVariable(), appVariable(), tenantVariable()],
    rows: [overTime, kinds, lines],
  });

const overTime: Row = {
  title: "Over time",
  panels: [
    statPanel({
      title: "Errors",
      description: "Errors in the time that is looked at, of every tenant of FraiseQL.",
      unit: "short",
      noValue: none,
      width: 4,
      height: 4,
      queries: [{ expression: ask.count }],
    }),
    statPanel({
      title: "Share of lines",
      description: "Errors among all lines of these apps.",
      unit: "percentunit",
      noValue: none,
      width: 4,
      height: 4,
      queries: [{ expression: ask.share }],
    }),
    timeseriesPanel({
      title: "Errors per second by app",
      description: "Which app fails when. Errors of every tenant of FraiseQL.",
      unit: "mps",
      noValue: none,
      width: 16,
      height: 9,
      queries: [{ expression: ask.perSecond, legend: "{{app}}" }],
    }),
    timeseriesPanel({
      title: "Errors by level",
      description:
        "Errors of each bar's time. Critical is what FraiseQL or PostgreSQL calls fatal.",
      unit: "short",
      noValue: none,
      width: 24,
      draw: "stacked",
      queries: [{ expression: ask.perLevel, legend: "{{level}}" }],
    }),
  ],
};

const kinds: Row = {
  title: "Of which kind",
  panels: [
    barGaugePanel({
      title: "Most frequent types",
      description: "The ten most frequent values of `exception_type`, of the tenant above.",
      unit: "short",
      noValue: noField,
      width: 8,
      queries: [{ expression: ask.topTypes }],
    }),
    barGaugePanel({
      title: "FraiseQL's tenants with most errors",
      description: "The ten tenants, `context.tenant_id` of a line, that have most errors.",
      unit: "short",
      noValue: noField,
      width: 8,
      queries: [{ expression: ask.perTenant }],
    }),
    columns(
      tablePanel({
        title: "By fingerprint",
        description:
          "The twenty most frequent values of `fingerprint`, by which an application groups its " +
          "errors, with their types.",
        unit: "short",
        noValue: noField,
        width: 8,
        queries: [{ expression: ask.perFingerprint }],
      }),
      { fingerprint: "Fingerprint", exception_type: "Type", [firstValue]: "Errors" },
    ),
  ],
};

const lines: Row = {
  title: "Lines",
  panels: [
    lineColumns(
      tablePanel({
        title: "Recent errors",
        description:
          "The newest errors that are JSON, of the tenant above. A click on the id of a trace shows " +
          "all its lines; View trace opens it in Tempo, where the stack has one.",
        unit: "none",
        noValue: `${none}, or none of them is JSON`,
        width: 24,
        height: 12,
        queries: [{ expression: ask.recent, maxLines: 200 }],
      }),
      {
        namespace: "Namespace",
        app: "App",
        level: "Level",
        exception_type: "Type",
        message: "Message",
        fingerprint: "Fingerprint",
        tenant: "Tenant",
        trace_id: "Trace id",
        TraceID: "Trace",
      },
    ),
    logsPanel({
      title: "All errors",
      description: "Errors as they were logged, those too that are no JSON, of every tenant.",
      noValue: none,
      width: 24,
      height: 12,
      queries: [{ expression: ask.allLines, maxLines: 200 }],
    }),
  ],
};
