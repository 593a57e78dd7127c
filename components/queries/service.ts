import { readFields } from "./fields";
import { logql, type Expressions } from "./expression";

const apps = '{namespace=~"$namespace", app=~"$app"}';
const errorsAndWarnings = '{namespace=~"$namespace", app=~"$app", level=~"warn|error|critical"}';
const chosen = { labels: ["namespace", "app", "level"] } as const;

/** One application at a glance. What errors and performance ask too stands there. */
export const service = {
  linesPerLevel: logql({
    ...chosen,
    gives: "numbers",
    variables: ["namespace", "app", "__auto"],
    expr: `sum by (level) (count_over_time(${apps} [$__auto]))`,
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
    expr:
      `sum(count_over_time(${apps}` +
      ' |~ "(?i)(authentication failed|authentication error|unauthorized access)" [$__range]))',
  }),
  linesOfTenant: logql({
    labels: ["namespace", "app"],
    gives: "lines",
    variables: ["namespace", "app", "tenant"],
    expr: `${apps}${readFields("message", "tenant", "trace_id")} | tenant=~"$tenant"`,
  }),
} as const satisfies Expressions;
