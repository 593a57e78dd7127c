/** One way to ask. All ways of a question give the same answer. */
export interface Way {
  readonly how: string;
  readonly expr: string;
  /** What is asked for, from the end of the data backwards, in hours. @default all of it */
  readonly hours?: number;
}

/** A question, and the ways to ask it from the dear one to the cheap one. */
export interface Question {
  readonly title: string;
  readonly ways: readonly Way[];
  /** What is learned from it. */
  readonly lesson: string;
  /** Whether all ways give the same number. @default true */
  readonly same?: boolean;
}

/** How long the data is, in hours. */
export const dataHours = 6;

const app = '{job="fraiseql-app"}';
const errors = '{job="fraiseql-app", level="error"}';

/** Counts the lines of a log query: what it reads shows without the limit on lines returned. */
const count = (log: string, range = `${dataHours}h`) => `sum(count_over_time(${log} [${range}]))`;

/** The pairs of the page. Each is counted, so that ways can be compared by their answer too. */
export const questions = (traceId: string): readonly Question[] => [
  ...aboutLines(traceId),
  ...aboutReading(),
  ...aboutSeries(),
];

function aboutLines(traceId: string): Question[] {
  return [
    {
      title: "A label in the selector, or a field of the JSON",
      lesson:
        "The selector decides which chunks are read; everything behind it works on lines that were read already.",
      ways: [
        { how: "every line parsed", expr: count(`${app} | json | level="error"`) },
        { how: "one field parsed", expr: count(`${app} | json level="level" | level="error"`) },
        { how: "the label", expr: count(errors) },
      ],
    },
    {
      title: "A line filter before the parser",
      lesson:
        "A line filter compares bytes, and only what passes is taken apart. It must be a text that every wanted line has.",
      ways: [
        { how: "every line parsed", expr: count(`${app} | json | context_user_id="user_789"`) },
        {
          how: "one field parsed",
          expr: count(`${app} | json user="context.user_id" | user="user_789"`),
        },
        {
          how: "the filter first",
          expr: count(`${app} |= "user_789" | json user="context.user_id" | user="user_789"`),
        },
      ],
    },
    {
      title: "One trace",
      lesson: "An id that appears nowhere else needs no parser behind the filter.",
      ways: [
        { how: "every line parsed", expr: count(`${app} | json | trace_id="${traceId}"`) },
        {
          how: "filter, then parser",
          expr: count(`${app} |= "${traceId}" | json | trace_id="${traceId}"`),
        },
        { how: "the filter alone", expr: count(`${app} |= "${traceId}"`) },
      ],
    },
  ];
}

function aboutReading(): Question[] {
  return [
    {
      title: "A plain text, or a regular expression",
      lesson:
        "A pattern with `.*` before and behind is tried at every place of every line. Without it, a plain text in any case costs little more than the text itself.",
      ways: [
        { how: "`.*` on both ends", expr: count(`${app} |~ ".*search failed.*Timeout.*"`) },
        { how: "any case", expr: count(`${app} |~ "(?i)search failed: timeout"`) },
        { how: "plain text", expr: count(`${app} |= "search failed: Timeout"`) },
      ],
    },
    {
      title: "The time range",
      lesson: "What is read grows with the time, whatever else the query says.",
      same: false,
      ways: [6, 1, 0.25].map((hours) => ({
        how: hours < 1 ? `${hours * 60} minutes` : `${hours} ${hours === 1 ? "hour" : "hours"}`,
        expr: count(`${app} |= "TimeoutError"`, `${hours * 60}m`),
        hours,
      })),
    },
    {
      title: "All fields, or the one that is counted",
      lesson:
        "A bare `| json` makes a label of every field. In a metric query that also decides what the series are made of.",
      ways: [
        {
          how: "all fields",
          expr: `sum by (exception_type) (count_over_time(${errors} | json | __error__="" [${dataHours}h]))`,
        },
        {
          how: "one field",
          expr: `sum by (exception_type) (count_over_time(${errors} | json exception_type="exception_type" | __error__="" [${dataHours}h]))`,
        },
      ],
    },
  ];
}

function aboutSeries(): Question[] {
  return [
    {
      title: "A label with many values",
      lesson:
        "The same lines twice: once with the stack's labels, once with `user` as one more. Each value is a stream with chunks of its own, nearly empty.",
      ways: [
        { how: "2,000 users as a label", expr: count('{job="many-streams"}') },
        { how: "users in the line", expr: count('{job="few-streams"}') },
      ],
    },
    {
      title: "Patterns that are used every day",
      lesson:
        "Counting by a label needs no parser. Numbers out of lines cost what the parser costs: take one field, and of few streams.",
      same: false,
      ways: [
        {
          how: "lines by level",
          expr: `sum by (level) (count_over_time(${app} [${dataHours}h]))`,
        },
        {
          how: "bytes by application",
          expr: `sum by (app) (bytes_over_time(${app} [${dataHours}h]))`,
        },
        {
          how: "95th percentile of a field, of one application",
          expr: `quantile_over_time(0.95, {job="fraiseql-app", app="orders"} | json ms="context.duration_ms" | __error__="" | unwrap ms [${dataHours}h]) by (app)`,
        },
        {
          how: "the same of all",
          expr: `quantile_over_time(0.95, ${app} | json ms="context.duration_ms" | __error__="" | unwrap ms [${dataHours}h]) by (app)`,
        },
        {
          how: "ten busiest tenants",
          expr: `topk(10, sum by (tenant) (count_over_time(${app} | json tenant="context.tenant_id" | __error__="" [${dataHours}h])))`,
        },
      ],
    },
  ];
}
