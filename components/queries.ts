import { refusedAccess, timedStatements } from "./queries/selections";

/** What the guide's queries are asked with. Grafana's variables such as `$__range` may stand here. */
export interface QueryValues {
  /** Label job of FraiseQL's lines. */
  readonly job: string;
  /** Label job of PostgreSQL's lines. */
  readonly postgresqlJob: string;
  /** 32 hexadecimal digits, as W3C and OpenTelemetry write it. */
  readonly traceId: string;
  readonly userId: string;
  readonly exceptionType: string;
  /** Milliseconds from which a statement counts as slow. */
  readonly slowMs: number;
  /** Time over which errors become a rate, such as `5m`. */
  readonly rateWindow: string;
  /** Time over which lines are counted, such as `1h`. */
  readonly countWindow: string;
}

/** The guide's own values; its trace id has a form that Tempo does not know, so not that one. */
export const guideValues: QueryValues = {
  job: "fraiseql-app",
  postgresqlJob: "postgresql",
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  userId: "user_789",
  exceptionType: "DatabaseConnectionError",
  slowMs: 1000,
  rateWindow: "5m",
  countWindow: "1h",
};

/** One of the guide's queries. */
export interface GuideQuery {
  readonly name: GuideQueryName;
  readonly title: string;
  /** A `log` query gives lines, a `metric` query numbers. */
  readonly kind: "log" | "metric";
  /** Whether a metric query is asked for one moment or for a curve. Lines are always of a range. */
  readonly asked: "instant" | "range";
  readonly expr: string;
}

export type GuideQueryName = keyof typeof expressions;

/** A text in LogQL, which reads the escapes that JSON writes. */
const text = (value: string) => JSON.stringify(value);

/**
 * A line filter for a value of a JSON field, ahead of the parser: most lines then need no parsing.
 * None for a value that JSON may write in several ways, such as one with quotes or accents.
 */
const lineWith = (value: string) => (/^[\w .:@+-]+$/.test(value) ? ` |= ${text(value)}` : "");

/**
 * The guide's ten queries as LogQL takes them. The level is a label, which the collector sets, so
 * errors are selected and not parsed for. A query that parses and counts drops the lines that are
 * no JSON (`__error__=""`): one of them would make Loki refuse the whole query.
 * @see https://grafana.com/docs/loki/latest/query/
 */
const expressions = {
  errors: ({ job }: QueryValues) => `{job=${text(job)}, level="error"}`,

  /** The id stands at the top of a line, or among the `fields` of one from FraiseQL 2. */
  trace: ({ job, traceId }: QueryValues) =>
    `{job=${text(job)}}${lineWith(traceId)} | json` +
    ` | trace_id=${text(traceId)} or fields_trace_id=${text(traceId)}`,

  /** The guide's rate of a count is no LogQL: `rate` takes lines. */
  errorsPerMinute: ({ job, rateWindow }: QueryValues) =>
    `sum(rate({job=${text(job)}, level="error"} [${rateWindow}])) * 60`,

  topErrorTypes: ({ job, countWindow }: QueryValues) =>
    `topk(10, sum by (exception_type) (count_over_time(` +
    `{job=${text(job)}, level="error"} | json exception_type="exception_type"` +
    ` | __error__="" | exception_type!="" [${countWindow}])))`,

  user: ({ job, userId }: QueryValues) =>
    `{job=${text(job)}}${lineWith(userId)} | json context_user_id="context.user_id"` +
    ` | context_user_id=${text(userId)}`,

  /** The guide's `unwrap` is for metrics only: a parsed field can be compared as it is. */
  slowStatements: ({ postgresqlJob, slowMs }: QueryValues) =>
    `{job=${text(postgresqlJob)}}${timedStatements} | duration_ms > ${slowMs}`,

  exceptionType: ({ job, exceptionType }: QueryValues) =>
    `{job=${text(job)}}${lineWith(exceptionType)} | json exception_type="exception_type"` +
    ` | exception_type=${text(exceptionType)}`,

  authentication: ({ job }: QueryValues) => `{job=${text(job)}}${refusedAccess}`,

  linesPerTenant: ({ job, countWindow }: QueryValues) =>
    `sum by (context_tenant_id) (count_over_time(` +
    `{job=${text(job)}} | json context_tenant_id="context.tenant_id"` +
    ` | __error__="" | context_tenant_id!="" [${countWindow}]))`,

  /**
   * The guide asks for a job `fraiseql-errors`, whose file holds the errors a second time. On
   * Kubernetes there is one stream of lines, and to store errors twice would only cost: the label
   * level finds the same lines.
   */
  errorsPerFingerprint: ({ job, rateWindow }: QueryValues) =>
    `sum by (fingerprint) (count_over_time(` +
    `{job=${text(job)}, level="error"} | json fingerprint="fingerprint"` +
    ` | __error__="" | fingerprint!="" [${rateWindow}]))`,
} as const satisfies Record<string, (values: QueryValues) => string>;

type Description = Pick<GuideQuery, "title" | "kind" | "asked">;

/** In the guide's order. */
const descriptions: Record<GuideQueryName, Description> = {
  errors: { title: "All errors", kind: "log", asked: "range" },
  trace: { title: "Lines of one trace", kind: "log", asked: "range" },
  errorsPerMinute: { title: "Errors per minute", kind: "metric", asked: "range" },
  topErrorTypes: { title: "Ten most frequent errors", kind: "metric", asked: "instant" },
  user: { title: "Lines of one user", kind: "log", asked: "range" },
  slowStatements: { title: "Slow SQL statements", kind: "log", asked: "range" },
  exceptionType: { title: "Errors of one type", kind: "log", asked: "range" },
  authentication: { title: "Refused access", kind: "log", asked: "range" },
  linesPerTenant: { title: "Lines per tenant", kind: "metric", asked: "range" },
  errorsPerFingerprint: { title: "Errors per fingerprint", kind: "metric", asked: "range" },
};

/** The LogQL of one query with these values. */
export function query(name: GuideQueryName, values: Partial<QueryValues> = {}): string {
  return expressions[name]({ ...guideValues, ...values });
}

/** The guide's ten queries, in its order, with these values. */
export function guideQueriesFor(values: Partial<QueryValues> = {}): readonly GuideQuery[] {
  return (Object.entries(descriptions) as [GuideQueryName, Description][]).map(
    ([name, description]) => ({ name, ...description, expr: query(name, values) }),
  );
}

/** The guide's ten queries, in its order, with the guide's values. */
export const guideQueries = guideQueriesFor();
