import { escapeRegex } from "../escapeRegex";
import { triedField } from "../gateway/accessLog";
import { failedLogins, refusedAccess, timedStatements } from "./selections";

/** Which lines the alerts on logs look at. */
export interface LogScope {
  /** Values of the label job whose lines are FraiseQL's JSON. */
  readonly fraiseqlJobs: readonly string[];
  /** Values of the label job whose lines are PostgreSQL's log. */
  readonly postgresqlJobs: readonly string[];
  /** Namespace of the gateway. Absent where there is none. */
  readonly gatewayNamespace?: string | undefined;
}

/** The value of a matcher `=~` for exactly these values. */
const oneOf = (values: readonly string[]) => JSON.stringify(values.map(escapeRegex).join("|"));

const fraiseql = ({ fraiseqlJobs }: LogScope, more = "") => `{job=~${oneOf(fraiseqlJobs)}${more}}`;
const postgresql = ({ postgresqlJobs }: LogScope, more = "") =>
  `{job=~${oneOf(postgresqlJobs)}${more}}`;

const count = (labels: string, lines: string, window: string) =>
  `sum by (${labels}) (count_over_time(${lines} [${window}]))`;

/**
 * What lines are asked. LogQL. What can be said by labels and text needs no parser, which is most of
 * what a query costs.
 */
export const logAlertExpressions = {
  /** More than a twentieth of the lines, and enough to be more than one bad request. */
  errorShare: (scope: LogScope) => {
    const errors = count("namespace, job", fraiseql(scope, `, level=~"error|critical"`), "5m");
    return `(${errors} / ${count("namespace, job", fraiseql(scope), "5m")} > 0.05) and (${errors} > 20)`;
  },

  criticalLines: (scope: LogScope) =>
    `${count("namespace, job", fraiseql(scope, `, level="critical"`), "5m")} > 0`,

  databaseErrors: (scope: LogScope) =>
    `${count(
      "namespace, job, exception_type",
      `${fraiseql(scope, `, level=~"error|critical"`)} |~ "(?i)(database|connection|pool)"` +
        ` | json exception_type="exception_type" | __error__=""` +
        ` | exception_type=~"(?i).*(database|connection|pool).*"`,
      "5m",
    )} > 5`,

  accessRefused: (scope: LogScope) =>
    `${count("namespace, job", `${fraiseql(scope)}${refusedAccess}`, "5m")} > 20`,

  silent: (scope: LogScope) =>
    count("namespace, job", fraiseql(scope), "1h") +
    ` unless ${count("namespace, job", fraiseql(scope), "15m")}`,

  notJson: (scope: LogScope) =>
    count("namespace, job", `${fraiseql(scope)} !~ "^[ \\\\t]*[{]"`, "15m") +
    ` / ${count("namespace, job", fraiseql(scope), "15m")} > 0.1`,

  postgresqlCritical: (scope: LogScope) =>
    `${count("namespace, job", postgresql(scope, `, level="critical"`), "5m")} > 5`,

  slowStatements: (scope: LogScope) =>
    `${count(
      "namespace, job",
      `${postgresql(scope)}${timedStatements} | __error__="" | duration_ms > 1000`,
      "10m",
    )} > 10`,

  /** Ten a minute. */
  failedLogins: (gatewayNamespace: string) =>
    `${count(
      `namespace, ${triedField}`,
      failedLogins(`=${JSON.stringify(gatewayNamespace)}`),
      "5m",
    )} > 50`,
} as const;
