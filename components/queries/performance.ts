import { logql, type Expressions } from "./expression";
import { appStreams, timedStatements } from "./selections";

const statements = `{namespace=~"$namespace", job=~"$postgresqlJob"}${timedStatements}`;

/** What FraiseQL 2 says of each request that it has answered: `latency` is `12 ms`. */
const requests =
  `${appStreams} |= "finished processing request"` +
  ' | json latency="fields.latency", status="fields.status", uri="span.uri" | __error__=""' +
  ' | label_format latency_ms=`{{ trimSuffix " ms" .latency }}`';

/** What FraiseQL 2 says where it got no connection to PostgreSQL. */
const refusals = `${appStreams} |~ "Connection pool timeout|Failed to acquire connection"`;
const connections =
  `${refusals} | json active="fields.active", most="fields.max" | __error__=""` as const;

const ofStatements = { labels: ["namespace", "job"] } as const;
const ofApps = { labels: ["namespace", "app"] } as const;
const statementCurve = {
  gives: "numbers",
  variables: ["namespace", "postgresqlJob", "__auto"],
} as const;
const appCurve = { gives: "numbers", variables: ["namespace", "app", "__auto"] } as const;

const statementQuantile = (quantile: number) =>
  logql({
    ...ofStatements,
    ...statementCurve,
    expr:
      `quantile_over_time(${quantile}, ${statements} | unwrap duration_ms` +
      ` | __error__="" [$__auto]) by (job)`,
  });
const requestQuantile = (quantile: number) =>
  logql({
    ...ofApps,
    ...appCurve,
    expr:
      `quantile_over_time(${quantile}, ${requests} | unwrap latency_ms` +
      ` | __error__="" [$__auto]) by (app)`,
  });

/** How long statements and requests take, as far as lines say it. */
export const performance = {
  slowStatementCount: logql({
    ...ofStatements,
    gives: "numbers",
    variables: ["namespace", "postgresqlJob", "slowMs", "__range"],
    expr: `sum(count_over_time(${statements} | duration_ms >= $slowMs [$__range]))`,
  }),
  slowStatementsPerJob: logql({
    ...ofStatements,
    gives: "numbers",
    variables: ["namespace", "postgresqlJob", "slowMs", "__auto"],
    expr: `sum by (job) (count_over_time(${statements} | duration_ms >= $slowMs [$__auto]))`,
  }),
  statementP50: statementQuantile(0.5),
  statementP95: statementQuantile(0.95),
  statementP99: statementQuantile(0.99),
  slowStatements: logql({
    ...ofStatements,
    gives: "lines",
    variables: ["namespace", "postgresqlJob", "slowMs"],
    expr:
      `${statements} | duration_ms >= $slowMs` + " | regexp ` ms  [^:]+: (?P<statement>(?s:.+))`",
  }),
  slowRequestCount: logql({
    ...ofApps,
    gives: "numbers",
    variables: ["namespace", "app", "slowMs", "__range"],
    expr: `sum(count_over_time(${requests} | latency_ms >= $slowMs [$__range]))`,
  }),
  requestsPerStatus: logql({
    ...ofApps,
    ...appCurve,
    expr: `sum by (status) (rate(${requests} [$__auto]))`,
  }),
  requestP50: requestQuantile(0.5),
  requestP95: requestQuantile(0.95),
  requestP99: requestQuantile(0.99),
  slowRequests: logql({
    ...ofApps,
    gives: "lines",
    variables: ["namespace", "app", "slowMs"],
    expr: `${requests} | latency_ms >= $slowMs`,
  }),
  refusedConnections: logql({
    ...ofApps,
    ...appCurve,
    expr: `sum by (app) (count_over_time(${refusals} [$__auto]))`,
  }),
  busyConnections: logql({
    ...ofApps,
    ...appCurve,
    expr: `max_over_time(${connections} | unwrap active | __error__="" [$__auto]) by (app)`,
  }),
  mostConnections: logql({
    ...ofApps,
    ...appCurve,
    expr: `max_over_time(${connections} | unwrap most | __error__="" [$__auto]) by (app)`,
  }),
} as const satisfies Expressions;
