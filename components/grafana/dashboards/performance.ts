import { performance as ask } from "../../queries/performance";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { lineColumns } from "./parts/lines";
import { statPanel, tablePanel, textPanel, timeseriesPanel } from "./parts/panels";
import {
  appVariable,
  lokiVariable,
  namespaceVariable,
  postgresqlJobVariable,
  slowVariable,
} from "./parts/variables";

const noStatement =
  "No statement in this time: PostgreSQL logs none that is faster than log_min_duration_statement";
const noRequest =
  "No request in this time: only FraiseQL 2 with FRAISEQL_LOG_FORMAT=json says how long one took";
const noRefusal = "Nothing to show: no connection was refused, which is good, or not by FraiseQL 2";

/** How long statements and requests take, as far as lines say it. */
export const performance = () =>
  layout({
    uid: dashboardUids.performance,
    title: "Performance",
    description: "Slow statements, slow requests and a pool without connections, as lines say it.",
    variables: [
      lokiVariable(),
      namespaceVariable(),
      appVariable(),
      postgresqlJobVariable(),
      slowVariable(),
    ],
    rows: [statements, requests, pool],
  });

const statements: Row = {
  title: "PostgreSQL",
  panels: [
    statPanel({
      title: "Slow statements",
      description:
        "Statements in the time that is looked at that took at least as long as is typed.",
      unit: "short",
      noValue: noStatement,
      width: 4,
      queries: [{ expression: ask.slowStatementCount }],
    }),
    timeseriesPanel({
      title: "How long statements take",
      description:
        "Half, 95 % and 99 % of the logged statements are faster. What PostgreSQL does not log is " +
        "not among them: set log_min_duration_statement to 0 to see all.",
      unit: "ms",
      noValue: noStatement,
      width: 12,
      queries: [
        { expression: ask.statementP50, legend: "p50 {{job}}" },
        { expression: ask.statementP95, legend: "p95 {{job}}" },
        { expression: ask.statementP99, legend: "p99 {{job}}" },
      ],
    }),
    timeseriesPanel({
      title: "Slow statements over time",
      description: "Slow statements of each bar's time.",
      unit: "short",
      noValue: noStatement,
      width: 8,
      draw: "stacked",
      queries: [{ expression: ask.slowStatementsPerJob, legend: "{{job}}" }],
    }),
    lineColumns(
      tablePanel({
        title: "Slow statements, the newest first",
        description: "What PostgreSQL logged of each, with its time in milliseconds.",
        unit: "none",
        noValue: noStatement,
        width: 24,
        height: 10,
        queries: [{ expression: ask.slowStatements, maxLines: 200 }],
      }),
      { namespace: "Namespace", job: "Job", duration_ms: "Milliseconds", statement: "Statement" },
    ),
  ],
};

const requests: Row = {
  title: "FraiseQL's requests",
  panels: [
    statPanel({
      title: "Slow requests",
      description: "Requests in the time that is looked at that took at least as long as is typed.",
      unit: "short",
      noValue: noRequest,
      width: 4,
      queries: [{ expression: ask.slowRequestCount }],
    }),
    timeseriesPanel({
      title: "How long requests take",
      description:
        "Half, 95 % and 99 % are faster. From `latency` of the line finished processing request, in " +
        "whole milliseconds.",
      unit: "ms",
      noValue: noRequest,
      width: 12,
      queries: [
        { expression: ask.requestP50, legend: "p50 {{app}}" },
        { expression: ask.requestP95, legend: "p95 {{app}}" },
        { expression: ask.requestP99, legend: "p99 {{app}}" },
      ],
    }),
    timeseriesPanel({
      title: "Requests per second by status",
      description: "HTTP status of the answers. GraphQL's own errors come with 200.",
      unit: "reqps",
      noValue: noRequest,
      width: 8,
      queries: [{ expression: ask.requestsPerStatus, legend: "{{status}}" }],
    }),
    lineColumns(
      tablePanel({
        title: "Slow requests, the newest first",
        description: "What FraiseQL logged of each, with its time in milliseconds.",
        unit: "none",
        noValue: noRequest,
        width: 24,
        height: 10,
        queries: [{ expression: ask.slowRequests, maxLines: 200 }],
      }),
      {
        namespace: "Namespace",
        app: "App",
        latency_ms: "Milliseconds",
        status: "Status",
        uri: "Address",
      },
    ),
  ],
};

const pool: Row = {
  title: "Connection pool",
  panels: [
    textPanel({
      title: "What lines say of the pool",
      description: "Why the panels beside it show so little.",
      width: 6,
      height: 8,
      content:
        "FraiseQL 2 logs how full its pool is **only when it got no connection**: `active` and " +
        "`max` of the lines *Connection pool timeout* and *Failed to acquire connection*. How full " +
        "the pool is otherwise stands in no line. Lines of Python have no such fields.",
    }),
    timeseriesPanel({
      title: "Refused connections",
      description: "Requests of each bar's time that got no connection. Any is one too many.",
      unit: "short",
      noValue: noRefusal,
      width: 9,
      draw: "stacked",
      queries: [{ expression: ask.refusedConnections, legend: "{{app}}" }],
    }),
    timeseriesPanel({
      title: "Connections when one was refused",
      description:
        "Busy connections, and how many the pool had. Equal curves: the pool is too small, or " +
        "statements hold connections too long.",
      unit: "short",
      noValue: noRefusal,
      width: 9,
      queries: [
        { expression: ask.busyConnections, legend: "busy {{app}}" },
        { expression: ask.mostConnections, legend: "in all {{app}}" },
      ],
    }),
  ],
};
