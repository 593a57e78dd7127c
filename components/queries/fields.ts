/**
 * Where a field stands: at the top of a line of Python's, or among the `fields` of one of FraiseQL 2,
 * as paths of LogQL's parser `json`.
 */
type Paths = readonly [flat: string, nested: string];

/** The fields that the expressions read. What a line lacks is empty. */
const paths = {
  exception_type: ["exception_type", "fields.exception_type"],
  fingerprint: ["fingerprint", "fields.fingerprint"],
  logger: ["logger", "target"],
  message: ["message", "fields.message"],
  operation: ["context.operation", "fields.operation_name"],
  tenant: ["context.tenant_id", "fields.tenant_id"],
  trace_id: ["trace_id", "fields.trace_id"],
} as const satisfies Record<string, Paths>;

export type LineField = keyof typeof paths;

/**
 * Stages that make labels of fields, whichever form a line has. A line that is no JSON is left out:
 * one of them would make Loki refuse the whole query for numbers.
 *
 * The parser gets names of its own: a name that the stream or its metadata has already, it would
 * write with `_extracted` behind it.
 */
export function readFields(...fields: readonly LineField[]): string {
  const parsed = fields.flatMap((field) =>
    paths[field].map((path, form) => `${field}_${form + 1}="${path}"`),
  );
  const merged = fields.map((field) => `${field}=\`{{ or .${field}_1 .${field}_2 }}\``);
  return ` | json ${parsed.join(", ")} | __error__="" | label_format ${merged.join(", ")}`;
}
