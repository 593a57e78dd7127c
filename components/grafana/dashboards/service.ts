import { errors } from "../../queries/errors";
import { performance } from "../../queries/performance";
import { service as ask } from "../../queries/service";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { lineColumns } from "./parts/lines";
import { barGaugePanel, statPanel, tablePanel, timeseriesPanel } from "./parts/panels";
import { appVariable, lokiVariable, namespaceVariable, tenantVariable } from "./parts/variables";

const nothing =
  "No line in this time: no pod that is chosen above logged, or its lines did not arrive";
const noError = "No error in this time: no line that is chosen has the level error or critical";
const noRequest =
  "No request in this time: only FraiseQL 2 with FRAISEQL_LOG_FORMAT=json says how long one took";

/** One application at a glance. */
export const service = () =>
  layout({
    uid: dashboardUids.service,
    title: "FraiseQL service overview",
    description: "One application, or several, at a glance. Choose it above.",
    variables: [lokiVariable(), namespaceVariable(), appVariable(), tenantVariable()],
    rows: [health, behaviour, lines],
  });

const health: Row = {
  title: "Health",
  panels: [
    statPanel({
      title: "Errors",
      description: "Lines of the levels error and critical in the time that is looked at.",
      unit: "short",
      noValue: noError,
      width: 4,
      height: 4,
      queries: [{ expression: errors.count }],
    }),
    statPanel({
      title: "Share of errors",
      description: "Errors among all lines.",
      unit: "percentunit",
      noValue: noError,
      width: 4,
      height: 4,
      queries: [{ expression: errors.share }],
    }),
    statPanel({
      title: "Refused access",
      description: "Lines that speak of a failed authentication or of unauthorized access.",
      unit: "short",
      noValue:
        "No line in this time speaks of refused access: nobody was refused, or nobody said so",
      width: 4,
      height: 4,
      queries: [{ expression: ask.refusedAccess }],
    }),
    timeseriesPanel({
      title: "Errors per second by app",
      description: "Which app fails when.",
      unit: "mps",
      noValue: noError,
      width: 12,
      height: 8,
      queries: [{ expression: errors.perSecond, legend: "{{app}}" }],
    }),
  ],
};

const behaviour: Row = {
  title: "Behaviour",
  panels: [
    timeseriesPanel({
      title: "Lines by level",
      description: "Lines of each bar's time. A bar without a name is of lines that say no level.",
      unit: "short",
      noValue: nothing,
      width: 12,
      draw: "stacked",
      queries: [{ expression: ask.linesPerLevel, legend: "{{level}}" }],
    }),
    timeseriesPanel({
      title: "95 % of requests are faster",
      description: "From `latency` of the line finished processing request. More in Performance.",
      unit: "ms",
      noValue: noRequest,
      width: 12,
      queries: [{ expression: performance.requestP95, legend: "{{app}}" }],
    }),
    timeseriesPanel({
      title: "Requests per second by status",
      description: "HTTP status of the answers. GraphQL's own errors come with 200.",
      unit: "reqps",
      noValue: noRequest,
      width: 12,
      queries: [{ expression: performance.requestsPerStatus, legend: "{{status}}" }],
    }),
    barGaugePanel({
      title: "Operations with warnings and errors",
      description:
        "The ten operations that lines of the levels warn, error and critical name most: " +
        "`operation_name` of FraiseQL 2, `context.operation` of Python's lines.",
      unit: "short",
      noValue: "No warning or error in this time names an operation: few lines have the field",
      width: 12,
      queries: [{ expression: ask.failingOperations }],
    }),
  ],
};

const lines: Row = {
  title: "Lines",
  panels: [
    lineColumns(
      tablePanel({
        title: "Newest lines",
        description:
          "The newest lines that are JSON, of the tenant above. A click on the id of a trace shows " +
          "all its lines.",
        unit: "none",
        noValue: `${nothing}, or none of them is JSON`,
        width: 24,
        height: 12,
        queries: [{ expression: ask.linesOfTenant, maxLines: 200 }],
      }),
      {
        namespace: "Namespace",
        app: "App",
        level: "Level",
        message: "Message",
        tenant: "Tenant",
        trace_id: "Trace id",
        TraceID: "Trace",
      },
    ),
  ],
};
