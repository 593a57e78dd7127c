import { parser } from "@grafana/lezer-logql";
import { streamLabels } from "../../components/collector/pipeline";
import type {
  LokiDatasource,
  PrometheusDatasource,
  TempoDatasource,
} from "../../components/grafana/datasourceFile";
import { datasources, type DatasourcesArgs } from "../../components/grafana/datasources";
import { fraiseqlSamples, postgresqlSamples } from "../conformance/promtail/samples";

const loki = { url: "http://loki.loki.svc:3100", queryTimeout: "5m" };
const tempoUrl = "http://tempo.loki.svc:3200";
const prometheusUrl = "http://prometheus.monitoring.svc:9090";

function of<T extends "loki" | "tempo" | "prometheus">(type: T, args: Partial<DatasourcesArgs>) {
  return datasources({ loki, ...args }).datasources.find((each) => each.type === type) as
    | { loki: LokiDatasource; tempo: TempoDatasource; prometheus: PrometheusDatasource }[T]
    | undefined;
}

/** What Grafana makes of a text in a provisioning file that names no variable. */
const grafanaReads = (text: string) => text.split("$$").join("$");

describe("from a log line to its trace", () => {
  const fields = of("loki", { tempoUrl })?.jsonData.derivedFields ?? [];
  const id = "4bf92f3577b34da6a3ce929d0e0e4736";
  const idIn = (line: string) =>
    fields
      .filter(({ matcherType }) => matcherType === "regex")
      .flatMap(({ name, matcherRegex }) => {
        const found = new RegExp(grafanaReads(matcherRegex)).exec(line)?.[1];
        return found === undefined ? [] : [[name, found]];
      });

  test("each link asks Tempo for the value found", () => {
    expect(fields.map(({ url }) => grafanaReads(url))).toEqual(fields.map(() => "${__value.raw}"));
    expect(fields.map(({ datasourceUid }) => datasourceUid)).toEqual(fields.map(() => "tempo"));
  });

  test("structured metadata is found by its name, and by no other that only holds it", () => {
    const labels = fields.filter(({ matcherType }) => matcherType === "label");
    expect(labels.map(({ name }) => name)).toEqual(["TraceID"]);
    const found = ["trace_id", "parent_trace_id", "trace_id_extracted", "span_id"].filter((name) =>
      labels.every(({ matcherRegex }) => new RegExp(grafanaReads(matcherRegex)).test(name)),
    );
    expect(found).toEqual(["trace_id"]);
  });

  test.each([...fraiseqlSamples, ...postgresqlSamples])(
    "of the pipeline's sample with $what",
    ({ line, metadata }) => {
      const traceId = metadata?.["trace_id"];
      expect(idIn(line)).toEqual(traceId === undefined ? [] : [["TraceID (json)", traceId]]);
    },
  );

  test("some of the samples have one, in each of FraiseQL's two shapes", () => {
    const withId = fraiseqlSamples.filter(({ line }) => idIn(line).length > 0);
    expect(withId.map(({ what }) => what)).toEqual([
      "the guide's line, as the Python example prints it",
      "Python's exception without a fingerprint of its own",
      "Python's WARNING",
      "Python's DEBUG",
      "an application's line beside FraiseQL, with ids inside fields",
    ]);
  });

  test.each([
    ["JSON with spaces", `{"level": "error", "trace_id" : "${id}"}`, "TraceID (json)"],
    ["logfmt", `level=error trace_id=${id}`, "TraceID (logfmt)"],
    ["logfmt in camel case", `traceID=${id} level=error`, "TraceID (logfmt)"],
    ["logfmt with quotes", `level=error traceId="${id}" msg=x`, "TraceID (logfmt)"],
  ])("the id is found in %s", (_, line, name) => {
    expect(idIn(line)).toEqual([[name, id]]);
  });

  const zeros = "0".repeat(32);
  test.each([
    ["the guide's id, which is none", '{"trace_id":"abc123def456"}'],
    ["no id", '{"level":"info"}'],
    ["a span's id", '{"span_id":"00f067aa0ba902b7"}'],
    ["the id of no trace", `{"trace_id":"${zeros}"}`],
    ["the id of no trace in logfmt", `level=info trace_id=${zeros}`],
    ["another trace's id", `level=info parent_trace_id=${id}`],
    ["a longer id", `level=info trace_id=${id}00`],
  ])("no link for %s", (_, line) => {
    expect(idIn(line)).toEqual([]);
  });
});

describe("from a span to its log lines", () => {
  const tracesToLogs = of("tempo", { tempoUrl })?.jsonData.tracesToLogsV2;

  test("the labels are the collector's", () => {
    expect(tracesToLogs?.tags).toEqual([
      { key: "k8s.namespace.name", value: "namespace" },
      { key: "k8s.container.name", value: "container" },
      { key: "service.name", value: "app" },
    ]);
    const others = tracesToLogs?.tags.filter(
      ({ value }) => !(streamLabels as readonly string[]).includes(value),
    );
    expect(others).toEqual([]);
  });

  test("the id is looked for in the line, not in structured metadata", () => {
    expect(tracesToLogs?.query).toBe('{$${__tags}} |= "$${__trace.traceId}" | json');
  });

  test("what Grafana makes of the query is LogQL", () => {
    const query = grafanaReads(tracesToLogs?.query ?? "")
      .replace("${__tags}", 'namespace="shop", app="api"')
      .replace("${__trace.traceId}", "4bf92f3577b34da6a3ce929d0e0e4736");
    expect(query).toBe(
      '{namespace="shop", app="api"} |= "4bf92f3577b34da6a3ce929d0e0e4736" | json',
    );
    const broken: number[] = [];
    parser.parse(query).iterate({
      enter: ({ type, from }) => {
        if (type.isError) {
          broken.push(from);
        }
      },
    });
    expect(broken).toEqual([]);
  });
});

describe("with Prometheus", () => {
  test("an exemplar leads to its trace, by the label of either name", () => {
    const link = { datasourceUid: "tempo", urlDisplayLabel: "View trace" };
    expect(of("prometheus", { prometheusUrl, tempoUrl })).toEqual({
      name: "Prometheus",
      uid: "prometheus",
      type: "prometheus",
      access: "proxy",
      url: prometheusUrl,
      isDefault: false,
      editable: false,
      jsonData: {
        httpMethod: "POST",
        exemplarTraceIdDestinations: [
          { name: "trace_id", ...link },
          { name: "traceID", ...link },
        ],
      },
    });
  });

  test("and nowhere without Tempo", () => {
    const destinations = of("prometheus", { prometheusUrl })?.jsonData.exemplarTraceIdDestinations;
    expect(destinations).toBeUndefined();
  });

  test.each([
    ["no Prometheus", { spanMetrics: true }, false],
    ["a Prometheus without Tempo's series", { prometheusUrl }, false],
    ["a Prometheus with them", { prometheusUrl, spanMetrics: true }, true],
  ])("with %s, spans lead to numbers and the service graph is on: %#", (_, args, expected) => {
    const { serviceMap, tracesToMetrics } = of("tempo", { tempoUrl, ...args })?.jsonData ?? {};
    expect(serviceMap).toEqual(expected ? { datasourceUid: "prometheus" } : undefined);
    expect(tracesToMetrics?.datasourceUid).toBe(expected ? "prometheus" : undefined);
  });

  test("a query over a span's service leaves its tags to Grafana", () => {
    const args = { tempoUrl, prometheusUrl, spanMetrics: true };
    const queries = of("tempo", args)?.jsonData.tracesToMetrics?.queries ?? [];
    expect(queries.map(({ query }) => grafanaReads(query).split("{$__tags").length - 1)).toEqual([
      1, 2, 1,
    ]);
  });
});
