import { parser } from "@grafana/lezer-logql";
import {
  guideQueries,
  guideQueriesFor,
  guideValues,
  query,
  type GuideQuery,
} from "../components/queries";

/** The pieces of an expression that are no LogQL. */
function flaws(expression: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(expression.slice(from, to));
      }
    },
  });
  return found;
}

/** The names of an expression's parts, such as `RangeAggregationExpr`. */
function parts(expression: string): Set<string> {
  const found = new Set<string>();
  parser.parse(expression).iterate({ enter: ({ name }) => void found.add(name) });
  return found;
}

const byName = (queries: readonly GuideQuery[]) =>
  Object.fromEntries(queries.map(({ name, expr }) => [name, expr]));

const parse = (expr: string) => /\| (?:json|logfmt|regexp|pattern|unpack)\b/.test(expr);

describe("the guide's queries", () => {
  test("are these ten", () => {
    expect(byName(guideQueries)).toEqual({
      errors: '{job="fraiseql-app", level="error"}',
      trace:
        '{job="fraiseql-app"} |= "4bf92f3577b34da6a3ce929d0e0e4736" | json' +
        ' | trace_id="4bf92f3577b34da6a3ce929d0e0e4736"' +
        ' or fields_trace_id="4bf92f3577b34da6a3ce929d0e0e4736"',
      errorsPerMinute: 'sum(rate({job="fraiseql-app", level="error"} [5m])) * 60',
      topErrorTypes:
        "topk(10, sum by (exception_type) (count_over_time(" +
        '{job="fraiseql-app", level="error"} | json exception_type="exception_type"' +
        ' | __error__="" | exception_type!="" [1h])))',
      user:
        '{job="fraiseql-app"} |= "user_789" | json context_user_id="context.user_id"' +
        ' | context_user_id="user_789"',
      slowStatements:
        '{job="postgresql"} |= "duration:"' +
        " | regexp `duration: (?P<duration_ms>\\d+\\.\\d+) ms` | duration_ms > 1000",
      exceptionType:
        '{job="fraiseql-app"} |= "DatabaseConnectionError"' +
        ' | json exception_type="exception_type" | exception_type="DatabaseConnectionError"',
      authentication:
        '{job="fraiseql-app"} |~ "(?i)(authentication failed|authentication error|unauthorized access)"',
      linesPerTenant:
        "sum by (context_tenant_id) (count_over_time(" +
        '{job="fraiseql-app"} | json context_tenant_id="context.tenant_id"' +
        ' | __error__="" | context_tenant_id!="" [1h]))',
      errorsPerFingerprint:
        "sum by (fingerprint) (count_over_time(" +
        '{job="fraiseql-app", level="error"} | json fingerprint="fingerprint"' +
        ' | __error__="" | fingerprint!="" [5m]))',
    });
  });

  test("stand in the guide's order, each with its kind and how it is asked", () => {
    expect(guideQueries.map(({ name, title, kind, asked }) => [name, title, kind, asked])).toEqual([
      ["errors", "All errors", "log", "range"],
      ["trace", "Lines of one trace", "log", "range"],
      ["errorsPerMinute", "Errors per minute", "metric", "range"],
      ["topErrorTypes", "Ten most frequent errors", "metric", "instant"],
      ["user", "Lines of one user", "log", "range"],
      ["slowStatements", "Slow SQL statements", "log", "range"],
      ["exceptionType", "Errors of one type", "log", "range"],
      ["authentication", "Refused access", "log", "range"],
      ["linesPerTenant", "Lines per tenant", "metric", "range"],
      ["errorsPerFingerprint", "Errors per fingerprint", "metric", "range"],
    ]);
  });

  test.each(guideQueries)("$name is LogQL", ({ expr }) => {
    expect(flaws(expr)).toEqual([]);
  });

  test.each(guideQueries)("$name gives what its kind says", ({ expr, kind }) => {
    expect(parts(expr).has("MetricExpr")).toBe(kind === "metric");
  });

  const counting = guideQueries.filter(({ kind, expr }) => kind === "metric" && parse(expr));

  test("that parse and count are three", () => {
    expect(counting.map(({ name }) => name)).toEqual([
      "topErrorTypes",
      "linesPerTenant",
      "errorsPerFingerprint",
    ]);
  });

  test.each(counting)("$name drops the lines that it cannot parse", ({ expr }) => {
    expect(expr).toMatch(/\| json [^|]+ \| __error__="" \|/);
  });
});

describe("values", () => {
  const values = {
    job: "shop",
    postgresqlJob: "db",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    userId: "u-1",
    exceptionType: "TimeoutError",
    slowMs: 250,
    rateWindow: "1m",
    countWindow: "24h",
  };

  test("take the place of the guide's", () => {
    expect(byName(guideQueriesFor(values))).toEqual({
      errors: '{job="shop", level="error"}',
      trace:
        '{job="shop"} |= "0af7651916cd43dd8448eb211c80319c" | json' +
        ' | trace_id="0af7651916cd43dd8448eb211c80319c"' +
        ' or fields_trace_id="0af7651916cd43dd8448eb211c80319c"',
      errorsPerMinute: 'sum(rate({job="shop", level="error"} [1m])) * 60',
      topErrorTypes:
        'topk(10, sum by (exception_type) (count_over_time({job="shop", level="error"}' +
        ' | json exception_type="exception_type" | __error__="" | exception_type!="" [24h])))',
      user:
        '{job="shop"} |= "u-1" | json context_user_id="context.user_id"' +
        ' | context_user_id="u-1"',
      slowStatements:
        '{job="db"} |= "duration:"' +
        " | regexp `duration: (?P<duration_ms>\\d+\\.\\d+) ms` | duration_ms > 250",
      exceptionType:
        '{job="shop"} |= "TimeoutError" | json exception_type="exception_type"' +
        ' | exception_type="TimeoutError"',
      authentication:
        '{job="shop"} |~ "(?i)(authentication failed|authentication error|unauthorized access)"',
      linesPerTenant:
        'sum by (context_tenant_id) (count_over_time({job="shop"}' +
        ' | json context_tenant_id="context.tenant_id"' +
        ' | __error__="" | context_tenant_id!="" [24h]))',
      errorsPerFingerprint:
        'sum by (fingerprint) (count_over_time({job="shop", level="error"}' +
        ' | json fingerprint="fingerprint" | __error__="" | fingerprint!="" [1m]))',
    });
  });

  test("that are not given are the guide's", () => {
    expect(query("trace")).toBe(byName(guideQueries)["trace"]);
  });

  test("may be Grafana's variables", () => {
    expect(query("errorsPerMinute", { job: "$job", rateWindow: "$__auto" })).toBe(
      'sum(rate({job="$job", level="error"} [$__auto])) * 60',
    );
  });

  test("that JSON may write in several ways are compared after parsing only", () => {
    const expr = query("user", { userId: 'zoë "z" \\' });
    expect(expr).toBe(
      '{job="fraiseql-app"} | json context_user_id="context.user_id"' +
        String.raw` | context_user_id="zoë \"z\" \\"`,
    );
    expect(flaws(expr)).toEqual([]);
  });

  test("of the guide hold a trace id as W3C writes it", () => {
    expect(guideValues.traceId).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("the same check", () => {
  test.each([
    [
      "the guide's third query",
      'rate(count_over_time({job="fraiseql-app"} | json | level="error" [5m]))',
      ["count_over_time"],
    ],
    [
      "the guide's sixth query",
      '{job="postgresql"}\n  | regexp "duration: (?P<duration>\\\\d+\\\\.\\\\d+) ms"\n' +
        '  | unwrap duration\n  | __error__=""\n  | duration > 1000',
      ["unwrap", ""],
    ],
    ["an empty selector", "{}", ["}"]],
    ["a selector that does not end", '{job="a"', [""]],
  ])("refuses %s", (_, expression, expected) => {
    expect(flaws(expression)).toEqual(expected);
  });
});
