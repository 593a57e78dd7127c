import { pipeline, type PipelineSettings, type Stage } from "../../components/collector/pipeline";

const none: PipelineSettings = {
  fraiseqlJobs: [],
  postgresqlJobs: [],
  structuredMetadata: [],
  dropDebug: false,
  maxLineKb: 256,
  redaction: { preset: "off", rules: [] },
};

const cri: Stage = {
  cri: { max_partial_line_size: 262_144, max_partial_line_size_truncate: true },
};
const labelallow: Stage = { labelallow: ["namespace", "app", "container", "job", "level"] };

/** The stages for the lines of one kind of job. */
function stagesFor(settings: Partial<PipelineSettings>): Stage[] {
  const match = pipeline({ ...none, ...settings }).at(-2);
  return match && "match" in match ? match.match.stages : [];
}

const fraiseqlLevel: Stage = {
  template: {
    source: "level",
    template:
      '{{ get (dict "trace" "trace" "debug" "debug" "info" "info" "warn" "warn" "warning" "warn" "error" "error" "critical" "critical" "fatal" "critical") (ToLower .Value) }}',
  },
};
const levelLabel: Stage = { labels: { level: "level" } };
const timestamp: Stage = {
  timestamp: { source: "timestamp", format: "RFC3339Nano", action_on_failure: "skip" },
};

test("only joins lines and keeps the five labels where no job is named", () => {
  expect(pipeline(none)).toEqual([cri, labelallow]);
});

test("reads level and time of FraiseQL's lines", () => {
  expect(stagesFor({ fraiseqlJobs: ["fraiseql-app"] })).toEqual([
    { json: { expressions: { timestamp: "timestamp", level: "level" } } },
    fraiseqlLevel,
    levelLabel,
    timestamp,
  ]);
});

test("stores the chosen fields beside the line, from either shape", () => {
  const structuredMetadata = [
    "trace_id",
    "span_id",
    "tenant_id",
    "exception_type",
    "fingerprint",
  ] as const;
  const stages = stagesFor({
    fraiseqlJobs: ["fraiseql-app"],
    structuredMetadata: [...structuredMetadata],
  });
  expect(stages).toEqual([
    {
      json: {
        expressions: {
          timestamp: "timestamp",
          level: "level",
          trace_id: "trace_id || fields.trace_id",
          span_id: "span_id || fields.span_id",
          tenant_id: "context.tenant_id || fields.tenant_id",
          exception_type: "exception_type || fields.exception_type",
          fingerprint: "fingerprint || fields.fingerprint",
        },
      },
    },
    fraiseqlLevel,
    levelLabel,
    {
      structured_metadata: {
        trace_id: "trace_id",
        span_id: "span_id",
        tenant_id: "tenant_id",
        exception_type: "exception_type",
        fingerprint: "fingerprint",
      },
    },
    timestamp,
  ]);
});

test("drops what is below info before it becomes a label", () => {
  expect(stagesFor({ fraiseqlJobs: ["fraiseql-app"], dropDebug: true })).toEqual([
    { json: { expressions: { timestamp: "timestamp", level: "level" } } },
    fraiseqlLevel,
    { drop: { source: "level", expression: "^(trace|debug)$", drop_counter_reason: "debug" } },
    levelLabel,
    timestamp,
  ]);
});

test("joins the lines of a statement of PostgreSQL's before anything else is done with them", () => {
  const [, match] = pipeline({ ...none, postgresqlJobs: ["postgresql"] });
  const firstline = String.raw`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}`;
  expect(match).toEqual({
    match: {
      selector: '{job=~"postgresql"}',
      stages: [{ multiline: { firstline, max_lines: 1_000 } }],
    },
  });
});

test("reads level and time of PostgreSQL's lines", () => {
  expect(stagesFor({ postgresqlJobs: ["postgresql"] })).toEqual([
    {
      regex: {
        expression: String.raw`^(?P<timestamp>\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)? \S+) .*?(?P<level>[A-Z]+[1-5]?):  `,
      },
    },
    {
      template: {
        source: "level",
        template:
          '{{ get (dict "debug1" "debug" "debug2" "debug" "debug3" "debug" "debug4" "debug" "debug5" "debug" "log" "info" "info" "info" "notice" "info" "warning" "warn" "error" "error" "fatal" "critical" "panic" "critical" "detail" "info" "hint" "info" "query" "info" "context" "info" "location" "info" "statement" "info") (ToLower .Value) }}',
      },
    },
    levelLabel,
    {
      timestamp: {
        source: "timestamp",
        format: "2006-01-02 15:04:05 UTC",
        fallback_formats: ["2006-01-02 15:04:05 GMT"],
        action_on_failure: "skip",
      },
    },
  ]);
});

test.each<[string, Partial<PipelineSettings>, string[]]>([
  ["one job", { fraiseqlJobs: ["fraiseql-app"] }, ['{job=~"fraiseql-app"}']],
  ["two jobs", { fraiseqlJobs: ["api", "worker"] }, ['{job=~"api|worker"}']],
  ["signs of a pattern", { fraiseqlJobs: ["a.b|c*"] }, [String.raw`{job=~"a\\.b\\|c\\*"}`]],
  ["a quote", { postgresqlJobs: ['a"b'] }, Array<string>(2).fill(String.raw`{job=~"a\"b"}`)],
  [
    "both kinds",
    { fraiseqlJobs: ["f"], postgresqlJobs: ["p"] },
    ['{job=~"p"}', '{job=~"f"}', '{job=~"p"}'],
  ],
])("selects the lines of %s", (_, settings, selectors) => {
  const stages = pipeline({ ...none, ...settings });
  expect(stages.flatMap((stage) => ("match" in stage ? [stage.match.selector] : []))).toEqual(
    selectors,
  );
  expect([stages[0], stages.at(-1)]).toEqual([cri, labelallow]);
});
