import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import * as pulumi from "@pulumi/pulumi";
import type { GrafanaAlertingFile } from "../../components/alerts/grafanaRules";
import type { SharedDatasourcesFile } from "../../components/grafana/sharedDatasources";
import { labels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { holdsSecret } from "../support/secretTexts";
import { evaluateStack, type Areas } from "../support/stacks";
import { passwords } from "../support/variantParts";
import { types } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const network = { gatewayClients: ["monitoring"] };
const tenants = [
  { id: "fraiseql" },
  { id: "team-a", existingSecret: "acme-team-a", passwordGeneration: 2 },
  { id: "payments", ...passwords },
];
const alerting = {
  metricRules: "grafana",
  logRules: "grafana",
  alertmanagerUrl: "http://alertmanager.monitoring.svc:9093",
};
const monitoring = { prometheusUrl: "http://prometheus.monitoring.svc:9090" };

const off = (sidecar: object = {}, areas: Areas = {}) =>
  evaluateStack("prod", { network, grafana: { deploy: false, sidecar }, ...areas });

const found = (evaluation: Evaluation) =>
  inventory(evaluation).filter((name) => name.includes("existing-grafana"));

const uids = ["errors", "log-volume", "performance", "service"].map((name) => `fraiseql-${name}`);

const stringData = (evaluation: Evaluation) =>
  (
    inputsOf(evaluation, types.secret, "existing-grafana-datasources") as {
      stringData: Record<string, string>;
    }
  ).stringData;

/** The passwords in the Secret by the name of their data source. */
const passwordsIn = (evaluation: Evaluation) =>
  (
    load(stringData(evaluation)["fraiseql-datasources.yaml"] ?? "") as SharedDatasourcesFile
  ).datasources.map((one) => [
    one.name,
    one.type === "loki" ? one.secureJsonData?.basicAuthPassword : undefined,
  ]);

const dataOf = (evaluation: Evaluation, name: string) =>
  inputsOf(evaluation, types.configMap, name)["data"] as Record<string, string>;

test("what is registered, and nothing of it beside the stack's own Grafana", async () => {
  expect(found(await off())).toEqual([
    "fraiseql-loki:grafana:ExistingGrafana::existing-grafana",
    ...uids.map((uid) => `${types.configMap}::existing-grafana-${uid}`),
    `${types.secret}::existing-grafana-datasources`,
  ]);
  expect(found(await off({ enabled: false }))).toEqual([]);
  expect(found(await evaluateStack("prod"))).toEqual([]);
});

test("dashboards are labelled, in a folder, and the same as those of the stack's own Grafana", async () => {
  const [here, own] = [await off(), await evaluateStack("prod")];
  for (const uid of uids) {
    expect(inputsOf(here, types.configMap, `existing-grafana-${uid}`)).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: uid,
        namespace: "loki",
        labels: { ...labels("grafana-provisioning"), grafana_dashboard: "1" },
        annotations: { grafana_folder: "FraiseQL" },
      },
      data: dataOf(own, `grafana-dashboard-${uid}`),
    });
  }
});

test("data sources are in a Secret of a fixed name, which alone has passwords", async () => {
  const evaluation = await off({}, { tenants });
  const { inputs, secretPaths } = resourceOf(
    evaluation,
    types.secret,
    "existing-grafana-datasources",
  );
  expect(inputs["metadata"]).toEqual({
    name: "fraiseql-datasources",
    namespace: "loki",
    labels: { ...labels("grafana-provisioning"), grafana_datasource: "1" },
  });
  expect(secretPaths).toEqual(["stringData"]);
  expect(passwordsIn(evaluation)).toEqual([
    ["Loki", "password-of-gateway-fraiseql-read"],
    ["Loki (team-a)", "$FRAISEQL_LOKI_READ_PASSWORD_team_a"],
    ["Loki (payments)", passwords.readPassword],
  ]);
  const configMaps = evaluation.resources.filter(({ type }) => type === types.configMap);
  expect(configMaps.filter(({ inputs: of }) => holdsSecret(JSON.stringify(of)))).toEqual([]);
});

test("a password that the program does not know is told of in the outputs, by its variable", async () => {
  const { outputs, secretOutputs } = await off({}, { tenants });
  expect(outputs["grafanaPasswordSecrets"]).toEqual({
    FRAISEQL_LOKI_READ_PASSWORD_team_a: {
      namespace: "loki",
      name: "acme-team-a",
      key: "read-password-2",
    },
  });
  const { datasources } = load(outputs["grafanaDatasources"] as string) as SharedDatasourcesFile;
  expect(
    datasources.map((one) => one.type === "loki" && one.secureJsonData?.basicAuthPassword),
  ).toEqual([
    "$FRAISEQL_LOKI_READ_PASSWORD",
    "$FRAISEQL_LOKI_READ_PASSWORD_team_a",
    "$FRAISEQL_LOKI_READ_PASSWORD_payments",
  ]);
  expect(secretOutputs).not.toContain("grafanaDatasources");
  const own = (await evaluateStack("prod")).outputs;
  expect(Object.keys(own).filter((key) => /^grafana(Datasources|PasswordS)/.test(key))).toEqual([]);
});

test("names of labels, their value, folder and namespace are the settings'", async () => {
  const evaluation = await off(
    {
      namespace: "monitoring",
      dashboardLabel: "acme.example/dashboard",
      datasourceLabel: "acme.example/datasource",
      alertLabel: "acme.example/alert",
      labelValue: "yes",
      folderAnnotation: "acme.example/folder",
      folder: "Logs",
    },
    { alerting, monitoring },
  );
  const of = (type: string, name: string) =>
    inputsOf(evaluation, type, `existing-grafana-${name}`)["metadata"] as {
      namespace: string;
      labels: Record<string, string>;
      annotations?: Record<string, string>;
    };
  const own = ([name]: [string, string]) => name.startsWith("acme.example/");
  const places = [
    of(types.configMap, "fraiseql-errors"),
    of(types.secret, "datasources"),
    of(types.configMap, "alerting"),
  ].map(({ namespace, labels: all, annotations }) => [
    namespace,
    Object.fromEntries(Object.entries(all).filter(own)),
    annotations,
  ]);
  expect(places).toEqual([
    ["monitoring", { "acme.example/dashboard": "yes" }, { "acme.example/folder": "Logs" }],
    ["monitoring", { "acme.example/datasource": "yes" }, undefined],
    ["monitoring", { "acme.example/alert": "yes" }, undefined],
  ]);
});

test("alerts are the stack's own Grafana's, but for whom that tells", async () => {
  const given = { alerting, monitoring };
  const [here, own] = [await off({}, given), await evaluateStack("prod", given)];
  const read = (evaluation: Evaluation, name: string, file: string) =>
    load(dataOf(evaluation, name)[file] ?? "") as GrafanaAlertingFile;
  const { groups, ...rest } = read(own, "grafana-alerting", "alerting.yaml");
  expect(Object.keys(rest)).toEqual(["apiVersion", "contactPoints", "policies"]);
  expect(read(here, "existing-grafana-alerting", "fraiseql-alerting.yaml")).toEqual({
    apiVersion: 1,
    groups,
  });
});

test("links lead to the address of the settings, and nowhere where there is none", async () => {
  const url = "https://grafana.example.com/sub/";
  const { outputs } = await evaluateStack("prod", { network, grafana: { deploy: false, url } });
  expect(outputs["dashboardUrls"]).toMatchObject({
    errors: "https://grafana.example.com/sub/d/fraiseql-errors",
  });
  expect(Object.values(outputs["exploreUrls"] as object)).toHaveLength(10);
  const unknown = (await off()).outputs;
  expect([unknown["dashboardUrls"], unknown["exploreUrls"]]).toEqual([{}, {}]);
});

test("Pulumi changes objects with a fixed name in place: the sidecar sees none of them go", () => {
  const { config } = load(readFileSync("Pulumi.yaml", "utf8")) as { config: Areas };
  expect(config).toMatchObject({
    "kubernetes:enableConfigMapMutable": { value: true },
    "kubernetes:enableSecretMutable": { value: true },
  });
});
