import { literal, type DerivedField } from "./datasourceFile";
import { datasourceUids } from "./datasourceUids";

const traceLink = {
  datasourceUid: datasourceUids.tempo,
  url: literal("${__value.raw}"),
  urlDisplayLabel: "View trace",
};

/** A W3C trace id. Of 32 zeros it is that of no trace, and every line without one would share it. */
const traceId = "(?!0{32})([0-9a-f]{32})";

/**
 * Each way a trace id can stand in a line: as structured metadata, which Loki makes of it where a line
 * comes by OTLP and the collector where `collector.structuredMetadata` names it; in the JSON of
 * FraiseQL, in both its shapes; and in logfmt. Grafana holds a label's expression against the names of
 * labels, and others, as JavaScript's, against the line.
 * @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields
 */
export const derivedFields: DerivedField[] = [
  {
    name: "TraceID",
    matcherType: "label",
    matcherRegex: literal("^trace_id$"),
    ...traceLink,
  },
  {
    name: "TraceID (json)",
    matcherType: "regex",
    matcherRegex: literal(String.raw`"trace_id"\s*:\s*"${traceId}"`),
    ...traceLink,
  },
  {
    name: "TraceID (logfmt)",
    matcherType: "regex",
    matcherRegex: literal(String.raw`(?:^|\s)trace_?[iI][dD]="?${traceId}(?!\w)`),
    ...traceLink,
  },
];
