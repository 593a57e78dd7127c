import { readFields } from "./fields";
import { logql, type Expressions } from "./expression";
import { appStreams, appStreamsOf, refusedAccess } from "./selections";

const errorsAndWarnings = appStreamsOf("warn|error|critical");
const chosen = { labels: ["namespace", "app", "level"] } as const;

/** One application at a glance. What errors and performance ask too stands there. */
export const service = {
  linesPerLevel: logql({
    ...chosen,
    gives: "numbers",
    variables: ["namespace", "app", "__auto"],
    expr: `sum by (level) (count_over_time(${appStreams} [$__auto]))`,
  }),
  /** FraiseQL writes the name of an operation as `Some("name")`. */
  failingOperations: logql({
    ...chosen,
    gives: "numbers",
    variables: ["namespace", "app", "tenant", "__range"],
    expr:
      `topk(10, sum by (operation) (count_over_time(${errorsAndWarnings}` +
      readFields("operation", "tenant") +
      ' | label_format operation=`{{ .operation | trimPrefix "Some(\\"" | trimSuffix "\\")" }}`' +
      ' | operation!="" | operation!="None" | tenant=~"$tenant" [$__range])))',
  }),
  refusedAccess: logql({
    labels: ["namespace", "app"],
    gives: "numbers",
    variables: ["namespace", "app", "__range"],
    expr: `sum(count_over_time(${appStreams}${refusedAccess} [$__range]))`,
  }),
  linesOfTenant: logql({
    labels: ["namespace", "app"],
    gives: "lines",
    variables: ["namespace", "app", "tenant"],
    expr: `${appStreams}${readFields("message", "tenant", "trace_id")} | tenant=~"$tenant"`,
  }),
} as const satisfies Expressions;
