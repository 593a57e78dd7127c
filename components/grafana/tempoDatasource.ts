import type { streamLabels } from "../collector/pipeline";
import { literal, type SpanTag, type TempoDatasource } from "./datasourceFile";
import { datasourceUids } from "./datasourceUids";

/** A tag that leads to log lines: its value is a label that the collector gives to streams. */
interface LogTag extends SpanTag {
  value: (typeof streamLabels)[number];
}

/** Clocks differ and lines are written after the fact: the span's own seconds often hold none. */
const around = { spanStartTimeShift: "-5m", spanEndTimeShift: "5m" };

/** Grafana shows the link where a span has one of these, and asks for the streams of all it has. */
const logTags: LogTag[] = [
  { key: "k8s.namespace.name", value: "namespace" },
  { key: "k8s.container.name", value: "container" },
  { key: "service.name", value: "app" },
];

const tracesToLogsV2 = {
  datasourceUid: datasourceUids.loki,
  ...around,
  tags: logTags,
  filterByTraceID: false,
  filterBySpanID: false,
  customQuery: true,
  // Finds the id in the line itself: it is not stored a second time as structured metadata.
  query: literal('{${__tags}} |= "${__trace.traceId}" | json'),
} satisfies TempoDatasource["jsonData"]["tracesToLogsV2"];

/**
 * Of the series that Tempo's metrics generator writes.
 * @see https://grafana.com/docs/tempo/v2.10.x/metrics-from-traces/span-metrics/
 */
const tracesToMetrics = {
  datasourceUid: datasourceUids.prometheus,
  ...around,
  tags: [{ key: "service.name", value: "service" }],
  queries: [
    {
      name: "Spans per second",
      query: literal("sum(rate(traces_spanmetrics_calls_total{$__tags}[5m]))"),
    },
    {
      name: "Share of spans that failed",
      query: literal(
        'sum(rate(traces_spanmetrics_calls_total{$__tags, status_code="STATUS_CODE_ERROR"}[5m])) / sum(rate(traces_spanmetrics_calls_total{$__tags}[5m]))',
      ),
    },
    {
      name: "Duration (p95)",
      query: literal(
        "histogram_quantile(0.95, sum by (le) (rate(traces_spanmetrics_latency_bucket{$__tags}[5m])))",
      ),
    },
  ],
} satisfies TempoDatasource["jsonData"]["tracesToMetrics"];

export interface TempoDatasourceArgs {
  readonly name: string;
  readonly url: string;
  /** Whether the Prometheus beside it has the series of Tempo's metrics generator. */
  readonly spanMetrics: boolean;
}

/** Traces, and the ways from a span to its lines and to the numbers of its service. */
export function tempoDatasource(args: TempoDatasourceArgs): TempoDatasource {
  const { name, url, spanMetrics } = args;
  return {
    name: literal(name),
    uid: datasourceUids.tempo,
    type: "tempo",
    access: "proxy",
    url: literal(url),
    isDefault: false,
    editable: false,
    jsonData: {
      tracesToLogsV2,
      tracesToMetrics: spanMetrics ? tracesToMetrics : undefined,
      serviceMap: spanMetrics ? { datasourceUid: datasourceUids.prometheus } : undefined,
      nodeGraph: { enabled: true },
    },
  };
}
