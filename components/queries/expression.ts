import type { streamLabels } from "../collector/pipeline";
import type { CollectorSettings } from "../settings/schema";

/** A label of a stream, by which Loki finds lines without reading them. */
export type StreamLabel = (typeof streamLabels)[number];

/** What Loki stores beside a line: the fields that the collector is told to, and Loki's own. */
export type MetadataKey = CollectorSettings["structuredMetadata"][number] | "detected_level";

/**
 * What stands in an expression as `$name` and gets its value where the expression is asked: the
 * variables of the dashboards, and those that Grafana itself knows.
 */
export interface VariableValues {
  readonly namespace: string;
  readonly app: string;
  /** Label level, as a regular expression that may match lines without a level too. */
  readonly level: string;
  /** FraiseQL's own tenant, `context.tenant_id` of a line, as a regular expression. */
  readonly tenant: string;
  /** Label job of PostgreSQL's lines, as a regular expression. */
  readonly postgresqlJob: string;
  /** Milliseconds from which a statement or a request counts as slow. */
  readonly slowMs: string;
  /** Name of a tenant of Loki in Loki's own metrics, as a regular expression. */
  readonly lokiTenant: string;
  /** Instances in Prometheus, as a regular expression. */
  readonly instance: string;
  /** The time that is looked at, as a duration. */
  readonly __range: string;
  /** In LogQL: the distance of two points of a curve, or the whole time where one moment is asked for. */
  readonly __auto: string;
  /** In PromQL: long enough for a rate at each point of a curve. */
  readonly __rate_interval: string;
}

export type VariableName = keyof VariableValues;

interface AnyExpression {
  /** With `$name` for each of the variables. */
  readonly expr: string;
  readonly variables: readonly VariableName[];
}

/** @see https://grafana.com/docs/loki/latest/query/ */
export interface LogqlExpression extends AnyExpression {
  readonly language: "logql";
  readonly gives: "lines" | "numbers";
  /** The labels that streams must have. */
  readonly labels: readonly StreamLabel[];
  /** What must be stored beside the lines. @default nothing: fields are read from the line */
  readonly metadata?: readonly MetadataKey[];
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/basics/ */
export interface PromqlExpression extends AnyExpression {
  readonly language: "promql";
  /** The metrics that it reads, without the suffixes `_bucket`, `_sum` and `_count` of histograms. */
  readonly metrics: readonly string[];
}

/** An expression that dashboards, alerts, docs and tests share. */
export type Expression = LogqlExpression | PromqlExpression;

/** The expressions of one area, by name. */
export type Expressions = Readonly<Record<string, Expression>>;

export const logql = <T extends Omit<LogqlExpression, "language">>(expression: T) =>
  ({ language: "logql", ...expression }) as const;

export const promql = <T extends Omit<PromqlExpression, "language">>(expression: T) =>
  ({ language: "promql", ...expression }) as const;
