import { literal, type PrometheusDatasource } from "./datasourceFile";
import { datasourceUids } from "./datasourceUids";

/** Names of the label with a trace's id on an exemplar: OpenTelemetry's, and also that of Loki and Tempo. */
const traceIdLabels = ["trace_id", "traceID"];

export interface PrometheusDatasourceArgs {
  readonly name: string;
  readonly url: string;
  /** Whether there are traces for exemplars to lead to. */
  readonly linksToTraces: boolean;
}

/**
 * Metrics. An exemplar is one request of those that a number stands for; Prometheus keeps them with
 * `--enable-feature=exemplar-storage`.
 */
export function prometheusDatasource(args: PrometheusDatasourceArgs): PrometheusDatasource {
  const { name, url, linksToTraces } = args;
  const destinations = traceIdLabels.map((label) => ({
    name: label,
    datasourceUid: datasourceUids.tempo,
    urlDisplayLabel: "View trace",
  }));
  return {
    name: literal(name),
    uid: datasourceUids.prometheus,
    type: "prometheus",
    access: "proxy",
    url: literal(url),
    isDefault: false,
    editable: false,
    jsonData: {
      // A query of a dashboard may be longer than an address.
      httpMethod: "POST",
      exemplarTraceIdDestinations: linksToTraces ? destinations : undefined,
    },
  };
}
