import { escapeRegex } from "../escapeRegex";
import type { CollectorSettings } from "../settings/schema";
import type { TenantRouting } from "./collector";
import { byFilter, redactionRules } from "./redaction";

/** What the pipeline depends on. */
export interface PipelineSettings extends Pick<
  CollectorSettings,
  "fraiseqlJobs" | "postgresqlJobs" | "structuredMetadata" | "dropDebug" | "redaction"
> {
  /** Kilobytes of one line that Loki keeps: longer lines are cut there. */
  readonly maxLineKb: number;
  /** Whose lines there are, where they are of several. @default one tenant, whose lines are redacted */
  readonly tenants?: TenantRouting["known"] | undefined;
}

/**
 * One stage, in the names that Promtail and Alloy share.
 * @see https://grafana.com/docs/loki/latest/send-data/promtail/stages/
 */
export type Stage =
  | { cri: { max_partial_line_size: number; max_partial_line_size_truncate: true } }
  | { match: { selector: string; stages: Stage[] } }
  | { json: { expressions: Record<string, string> } }
  | { multiline: { firstline: string; max_lines: number } }
  | { regex: { expression: string } }
  | { replace: { expression: string; replace: string } }
  | { template: { source: string; template: string } }
  | { drop: { source: string; expression: string; drop_counter_reason: string } }
  | { labels: Record<string, string> }
  | { structured_metadata: Record<string, string> }
  | { timestamp: Timestamp }
  | { labelallow: string[] }
  | { labeldrop: string[] }
  | { tenant: { label: string } };

/** Sets the entry's time. `skip`: what cannot be parsed keeps the time the runtime noted. */
interface Timestamp {
  source: string;
  format: string;
  fallback_formats?: string[];
  action_on_failure: "skip";
}

/** The labels of every stream. `level` is absent where a line does not say it. */
export const streamLabels = ["namespace", "app", "container", "job", "level"] as const;

/** Says whose line it is until it is sent. It is none of the stream's labels. */
export const tenantLabelName = "tenant";

/** The values of the label `level`, which are those of Loki's own `detected_level`. */
export type Level = "trace" | "debug" | "info" | "warn" | "error" | "critical";

/** The level of each word for one, in lower case. */
type Levels = Readonly<Record<string, Level>>;

/** The words of FraiseQL, and of Python's `logging` and Rust's `tracing` below it. */
const fraiseqlLevels: Levels = {
  trace: "trace",
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  critical: "critical",
  fatal: "critical",
};

/** @see https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS */
const postgresqlLevels: Levels = {
  debug1: "debug",
  debug2: "debug",
  debug3: "debug",
  debug4: "debug",
  debug5: "debug",
  log: "info",
  info: "info",
  notice: "info",
  warning: "warn",
  error: "error",
  fatal: "critical",
  panic: "critical",
  // These add to the message before them, which has its own level.
  detail: "info",
  hint: "info",
  query: "info",
  context: "info",
  location: "info",
  statement: "info",
};

/** Where a field stands in the guide's flat JSON, and in the JSON of Rust's `tracing`. */
const metadataPaths: Readonly<Record<PipelineSettings["structuredMetadata"][number], string>> = {
  trace_id: "trace_id || fields.trace_id",
  span_id: "span_id || fields.span_id",
  tenant_id: "context.tenant_id || fields.tenant_id",
  exception_type: "exception_type || fields.exception_type",
  fingerprint: "fingerprint || fields.fingerprint",
};

/** What happens to a line between the file and Loki. */
export function pipeline(settings: PipelineSettings): Stage[] {
  const { fraiseqlJobs, postgresqlJobs, maxLineKb, redaction, tenants } = settings;
  return [
    // Joins what the runtime split at 16 KB. A line without an end must not fill the memory.
    {
      cri: { max_partial_line_size: maxLineKb * 1_024, max_partial_line_size_truncate: true },
    },
    ...forJobs(postgresqlJobs, [wholeStatements]),
    // After lines are whole and before anything is taken from them: a value that has become a label
    // or metadata would be stored all the same.
    ...forTenants(tenants, redactionStages(redaction)),
    ...forJobs(fraiseqlJobs, fraiseqlStages(settings)),
    ...forJobs(postgresqlJobs, postgresqlStages),
    // Last, because the stages above tell files apart by the label `filename`.
    ...(tenants === undefined
      ? [{ labelallow: [...streamLabels] }]
      : [
          { labelallow: [...streamLabels, tenantLabelName] },
          { tenant: { label: tenantLabelName } },
          { labeldrop: [tenantLabelName] },
        ]),
  ];
}

/** Stages for the lines of the tenants that are redacted. */
function forTenants(tenants: PipelineSettings["tenants"], stages: Stage[]): Stage[] {
  const redacted = tenants?.filter(({ redaction }) => redaction);
  return redacted === undefined || redacted.length === tenants?.length
    ? stages
    : forLabel(
        tenantLabelName,
        redacted.map(({ id }) => id),
        stages,
      );
}

/**
 * Promtail lets the lines that a `match` does not concern overtake the others. Each keeps the time
 * it has, and Loki takes them in any order.
 */
function redactionStages(redaction: PipelineSettings["redaction"]): Stage[] {
  return byFilter(redactionRules(redaction)).flatMap(({ where, rules }): Stage[] => {
    const stages = rules.map(({ name, expression }) => ({
      replace: { expression, replace: `<redacted:${name}>` },
    }));
    // Every line has a namespace, and a selector needs a label.
    return where === undefined
      ? stages
      : [{ match: { selector: `{namespace!=""} ${where}`, stages } }];
  });
}

/** A line that is no JSON, or says no level or time, goes on as it came. */
function fraiseqlStages({ structuredMetadata, dropDebug }: PipelineSettings): Stage[] {
  const paths = Object.fromEntries(structuredMetadata.map((name) => [name, metadataPaths[name]]));
  const metadata = Object.fromEntries(structuredMetadata.map((name) => [name, name]));
  return [
    { json: { expressions: { timestamp: "timestamp", level: "level", ...paths } } },
    knownLevel(fraiseqlLevels),
    ...(dropDebug ? [dropBelowInfo] : []),
    { labels: { level: "level" } },
    ...(structuredMetadata.length > 0 ? [{ structured_metadata: metadata }] : []),
    { timestamp: { source: "timestamp", format: "RFC3339Nano", action_on_failure: "skip" } },
  ];
}

/** Replaces a word by its level and forgets any other: labels must stay few. */
function knownLevel(levels: Levels): Stage {
  const table = Object.entries(levels).flat().map(quoted).join(" ");
  return { template: { source: "level", template: `{{ get (dict ${table}) (ToLower .Value) }}` } };
}

const dropBelowInfo: Stage = {
  drop: { source: "level", expression: "^(trace|debug)$", drop_counter_reason: "debug" },
};

const date = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}`;

/** A statement of more lines becomes several entries; none is lost. */
const wholeStatements: Stage = { multiline: { firstline: `^${date}`, max_lines: 1_000 } };

/**
 * Reads a line whose `log_line_prefix` begins with `%m` or `%t`, as PostgreSQL's own and
 * `%m [%p] %q%u@%d ` do. Lines without a date of their own belong to the one before.
 * @see https://www.postgresql.org/docs/current/runtime-config-logging.html
 */
const postgresqlStages: Stage[] = [
  {
    regex: {
      expression: `^(?P<timestamp>${date}${String.raw`(?:\.\d+)? \S+`}) .*?(?P<level>[A-Z]+[1-5]?):  `,
    },
  },
  knownLevel(postgresqlLevels),
  { labels: { level: "level" } },
  {
    timestamp: {
      source: "timestamp",
      // UTC and GMT as literals: Go reads every other abbreviation, such as CET, as if it were UTC,
      // and Loki refuses lines from the future.
      format: "2006-01-02 15:04:05 UTC",
      fallback_formats: ["2006-01-02 15:04:05 GMT"],
      action_on_failure: "skip",
    },
  },
];

/** Stages for the lines of some jobs; none where there are no jobs. */
function forJobs(jobs: readonly string[], stages: Stage[]): Stage[] {
  return forLabel("job", jobs, stages);
}

function forLabel(label: string, values: readonly string[], stages: Stage[]): Stage[] {
  const selector = `{${label}=~${quoted(values.map(escapeRegex).join("|"))}}`;
  return values.length > 0 && stages.length > 0 ? [{ match: { selector, stages } }] : [];
}

/** A text as Go, its templates and LogQL write one. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
