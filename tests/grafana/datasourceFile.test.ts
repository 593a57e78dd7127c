import { load } from "js-yaml";
import { datasources } from "../../components/grafana/datasources";
import { toYaml } from "../../components/yaml";
import { renderedStacks, type RenderedStack } from "../support/rendered";
import { variants } from "../support/variants";
import { datasourceFlaws } from "./datasourceRules";

const whole = toYaml(
  datasources({
    loki: {
      url: "http://loki-gateway.loki.svc:8080",
      queryTimeout: "5m",
      user: "fraiseql-read",
      others: [{ tenant: "o'$dd", user: "o'$dd-read" }],
    },
    tempoUrl: "http://tempo.loki.svc:3200",
    prometheusUrl: "http://prometheus.monitoring.svc:9090",
    spanMetrics: true,
  }),
);

test("the file with every data source", () => {
  expect(whole).toMatchSnapshot();
  expect(datasourceFlaws(whole)).toEqual([]);
});

test.each([
  ["a $ that is not doubled", "$${__value.raw}", "${__value.raw}", "a single $"],
  ["an anchor that is not doubled", "^trace_id$$", "^trace_id$", "a single $"],
  ["a reference inside a text", "$__file{/etc", "x$__file{/etc", "a single $"],
  ["another format", "apiVersion: 1", "apiVersion: 2", "apiVersion is not 1"],
  ["what stays for ever", "prune: true", "prune: false", "what is gone"],
  ["two of a uid", "uid: tempo\n", "uid: loki\n", "two of uid loki"],
  ["a uid that Grafana refuses", "uid: tempo\n", "uid: te.mpo\n", "uid te.mpo"],
  ["two of a name", "name: Tempo", "name: Loki", "two of name Loki"],
  ["two defaults", "isDefault: false", "isDefault: true", "two defaults"],
  ["a link to nothing", "uid: prometheus\n", "uid: metrics\n", "a link to prometheus"],
  ["what people may change", "editable: false", "editable: true", "editable"],
  ["what browsers ask", "access: proxy", "access: direct", "browsers ask"],
  ["a version", "editable: false", "editable: false\n    version: 1", "a version"],
  ["an unknown matcher", "matcherType: label", "matcherType: field", "field"],
  ["a second group", "([0-9a-f]{32})", "([0-9a-f]{32})()", "has 2 groups"],
])("%s would be seen", (_, right, wrong, flaw) => {
  expect(whole).toContain(right);
  expect(datasourceFlaws(whole.replace(right, wrong)).join("\n")).toContain(flaw);
});

/** Another Grafana's file is in a Secret: tests/grafana/existingGrafana.test.ts. */
const withGrafana = variants
  .filter(({ areas }) => (areas["grafana"] as { deploy?: boolean } | undefined)?.deploy !== false)
  .map(({ name }) => name);

describe("the file of every stack that a user may make", () => {
  let stacks: RenderedStack[];
  beforeAll(async () => {
    stacks = (await renderedStacks()).filter(({ name }) => withGrafana.includes(name));
  }, 300_000);

  test("is read by Grafana as it is meant", () => {
    const flaws = stacks.map(({ name, files }) => [
      name,
      datasourceFlaws(files["datasources.yaml"] ?? ""),
    ]);
    expect(flaws).toEqual(stacks.map(({ name }) => [name, []]));
  });

  test("leads from lines to traces where there is a Tempo, and only there", () => {
    const found = stacks.map(({ name, files }) => {
      const { datasources: all } = load(files["datasources.yaml"] ?? "") as {
        datasources: { uid: string; jsonData: { derivedFields?: unknown[] } }[];
      };
      const lokis = all.filter(({ uid }) => uid.startsWith("loki"));
      const tempo = all.some(({ uid }) => uid === "tempo");
      return [name, lokis.every(({ jsonData }) => "derivedFields" in jsonData === tempo)];
    });
    expect(found).toEqual(stacks.map(({ name }) => [name, true]));
  });

  test("leads from spans to numbers where the settings say that there are some, and only there", () => {
    const found = stacks.flatMap(({ name, files }) => {
      const { datasources: all } = load(files["datasources.yaml"] ?? "") as {
        datasources: { uid: string; jsonData: { serviceMap?: unknown } }[];
      };
      const leads = all.some(
        ({ uid, jsonData }) => uid === "tempo" && jsonData.serviceMap !== undefined,
      );
      return leads ? [name] : [];
    });
    const confirmed = variants.filter(
      ({ areas }) => (areas["tracing"] as { spanMetrics?: boolean } | undefined)?.spanMetrics,
    );
    expect(confirmed).not.toEqual([]);
    expect(found).toEqual(confirmed.map(({ name }) => name));
  });

  test("may lead by structured metadata, which Loki takes in each of them", () => {
    const refused = stacks.filter(({ files }) => {
      const { limits_config } = load(files["loki.yaml"] ?? "") as {
        limits_config: { allow_structured_metadata?: boolean };
      };
      return limits_config.allow_structured_metadata !== true;
    });
    expect(refused.map(({ name }) => name)).toEqual([]);
  });
});
