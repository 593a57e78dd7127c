import { traces } from "../../support/variantParts";
import { problemsOf, testRows, warningsOf } from "../badInput";

const off = (sidecar: object) => ({ grafana: { deploy: false, sidecar } });
const set = (key: string, value: string) =>
  `pulumi config set --path 'fraiseql-loki:${key}' ${value}`;
const name = (key: string, got: string, what: string, byDefault: string) => ({
  row: key,
  stack: "prod" as const,
  bad: off({ [key]: got }),
  message: `config error fraiseql-loki:grafana.sidecar.${key}: got "${got}"; expected the ${what} such as ${byDefault}.
  Fix: ${set(`grafana.sidecar.${key}`, byDefault)}`,
  good: off({ [key]: "example.com/logs.and_more-1".slice(key === "labelValue" ? 12 : 0) }),
});

testRows([
  {
    row: "for the stack's own Grafana",
    stack: "prod",
    bad: { grafana: { sidecar: { namespace: "monitoring" } } },
    message: `config error fraiseql-loki:grafana.sidecar: got an object; expected nothing while fraiseql-loki:grafana.deploy is true: the stack's own Grafana has its files.
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.sidecar' (or ${set("grafana.deploy", "false")})`,
    good: off({ namespace: "monitoring" }),
  },
  {
    row: "a Prometheus that is nowhere",
    stack: "prod",
    bad: off({ datasources: ["loki", "prometheus"] }),
    message: `config error fraiseql-loki:grafana.sidecar.datasources[1]: got "prometheus"; expected prometheus only together with fraiseql-loki:monitoring.prometheusUrl.
  Fix: ${set("monitoring.prometheusUrl", "<http://host:port>")}`,
    good: {
      ...off({ datasources: ["loki", "prometheus"] }),
      monitoring: { prometheusUrl: "http://prometheus.monitoring.svc:9090" },
    },
  },
  {
    row: "a data source that there is none of",
    stack: "prod",
    bad: off({ datasources: ["elasticsearch"] }),
    message: `config error fraiseql-loki:grafana.sidecar.datasources[0]: got "elasticsearch"; expected one of loki, tempo, prometheus.
  Fix: ${set("grafana.sidecar.datasources[0]", "loki")}`,
    good: off({ datasources: [] }),
  },
  {
    row: "one label for two kinds",
    stack: "prod",
    bad: off({ datasourceLabel: "grafana_dashboard" }),
    message: `config error fraiseql-loki:grafana.sidecar.datasourceLabel: got "grafana_dashboard"; expected a label other than fraiseql-loki:grafana.sidecar.dashboardLabel.
  Fix: ${set("grafana.sidecar.datasourceLabel", "grafana_datasource")}`,
    good: off({ datasourceLabel: "grafana_dashboard", dashboardLabel: "dashboards" }),
  },
  {
    row: "C68",
    stack: "prod",
    bad: off({ namespace: "Monitoring" }),
    message: `config error [C68] fraiseql-loki:grafana.sidecar.namespace: got "Monitoring"; expected the name of a namespace: 1 to 63 of a-z 0-9 -.
  Fix: ${set("grafana.sidecar.namespace", "monitoring")}`,
    good: off({ namespace: "default" }),
  },
  {
    row: "a folder elsewhere",
    stack: "prod",
    bad: off({ folder: "../etc" }),
    message: `config error fraiseql-loki:grafana.sidecar.folder: got "../etc"; expected the name of a folder: 1 to 64 of A-Za-z0-9 _ . - and blanks.
  Fix: ${set("grafana.sidecar.folder", "FraiseQL")}`,
    good: off({ folder: "Logs of FraiseQL" }),
  },
  name("dashboardLabel", "a b", "name of a label", "grafana_dashboard"),
  name("datasourceLabel", "/b", "name of a label", "grafana_datasource"),
  name("alertLabel", "a:b", "name of a label", "grafana_alert"),
  name("folderAnnotation", "a/b/c", "name of an annotation", "grafana_folder"),
  name("labelValue", "a/b", "value of a label", "1"),
]);

test("what is as it is by default is no setting of the stack's own Grafana", () => {
  expect(problemsOf("prod", { grafana: { sidecar: { labelValue: "1" } } })).toBe("");
});

describe("policies that let no Grafana ask", () => {
  const warned = (areas: object, stack: "dev" | "prod" = "prod") =>
    [
      ...warningsOf(stack, { ...areas }).matchAll(/fraiseql-loki:(network[\w.]+): got .*?; (.*)/g),
    ].map(([, key, expected]) => [key, expected]);
  const forLines = [
    "network.gatewayClients",
    "expected your Grafana's namespace, which no policy lets ask for lines.",
  ];
  const forTraces = [
    "network.tracingReaders",
    "expected your Grafana's namespace, which no policy lets ask for traces.",
  ];
  const tracing = { deploy: true, storage: traces.s3 };

  test.each([
    ["for anything", { tracing }, [forLines, forTraces]],
    ["for lines", {}, [forLines]],
    ["for traces", { tracing, network: { gatewayClients: ["monitoring"] } }, [forTraces]],
    [
      "for what it is given by nobody",
      { tracing, grafana: { deploy: false, sidecar: { datasources: [] } } },
      [],
    ],
    ["where nothing is given", { tracing, ...off({ enabled: false }) }, []],
    ["of the stack", { tracing, grafana: {} }, []],
    [
      "but are told of it",
      { tracing, network: { gatewayClientCidrs: ["10.0.0.0/16"], tracingReaders: ["monitoring"] } },
      [],
    ],
  ])("%s", (_, areas, expected) => {
    expect(warned({ grafana: { deploy: false }, ...areas })).toEqual(expected);
  });

  test("warn of nothing where there are none", () => {
    expect(warned({ grafana: { deploy: false } }, "dev")).toEqual([]);
  });
});
