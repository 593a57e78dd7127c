import * as pulumi from "@pulumi/pulumi";
import { load } from "js-yaml";
import { alertPlan } from "../../components/alerts/alertPlan";
import type { GrafanaRule } from "../../components/alerts/grafanaRules";
import { logAlertNames, metricAlertNames } from "../../components/alerts/alertNames";
import type { RuleFile } from "../../components/alerts/ruleFile";
import { isAllowed, type End } from "../../tools/reachability";
import { manifests } from "../../tools/render/manifests";
import { outsider, stack } from "../network/fixtures";
import { devSettings, prodSettings } from "../support/settings";
import { evaluateStack, type Areas } from "../support/stacks";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const monitoring = { prometheusUrl: "http://prometheus.metrics.svc:9090" };
const alertmanagerUrl = "http://alertmanager.monitoring.svc:9093";
const objects = async (areas: Areas, name: "dev" | "prod" = "prod") =>
  manifests((await evaluateStack(name, areas)).resources);
const namesOf = ({ groups }: RuleFile) =>
  groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));

test("dev has no alerts unless it asks for them, prod a file of rules", () => {
  expect(Object.keys(alertPlan(devSettings()))).toEqual(["ruler"]);
  expect(Object.keys(alertPlan(prodSettings()))).toEqual(["prometheus", "ruler"]);
  expect(alertPlan(prodSettings()).ruler).toMatchObject({
    rules: undefined,
    alertmanagerUrl: undefined,
  });
});

describe("metric rules", () => {
  test("are a ConfigMap with the labels of the settings", async () => {
    const labels = { "grafana.com/rules": "1" };
    const found = (await objects({ alerting: { labels } })).find(
      ({ metadata }) => metadata.name === "loki-alerts",
    );
    expect(found).toMatchObject({ kind: "ConfigMap", metadata: { namespace: "loki", labels } });
    const file = (found?.["data"] as Record<string, string>)["loki-alerts.yaml"] ?? "";
    expect(namesOf(load(file) as RuleFile)).toContain("ConsulNoLeader");
  });

  test("are a PrometheusRule with the same rules", async () => {
    const labels = { release: "prometheus" };
    const alerting = { metricRules: "prometheusRule", labels };
    const found = (await objects({ alerting })).filter(
      ({ metadata }) => metadata.name === "loki-alerts",
    );
    expect(found).toMatchObject([
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { namespace: "loki", labels },
      },
    ]);
    expect(found[0]?.["spec"]).toEqual(alertPlan(prodSettings()).prometheus);
  });

  test("are nowhere where they are off", async () => {
    const found = await objects({ alerting: { metricRules: "off" } });
    expect(found.filter(({ metadata }) => metadata.name === "loki-alerts")).toEqual([]);
  });
});

describe("Grafana", () => {
  const alerting = { metricRules: "grafana", logRules: "grafana", alertmanagerUrl };
  const { grafana } = alertPlan(
    prodSettings({
      alerting,
      tenants: [{ id: "shop" }, { id: "pay" }, { id: "gone", retiredOn: "2026-01-01" }],
    }),
  );
  const rules = grafana?.groups.flatMap((group) => group.rules) ?? [];

  test("has a folder for the stack and one for the lines of each tenant that writes", () => {
    const folders = grafana?.groups.map(({ folder }) => folder);
    expect([...new Set(folders)]).toEqual(["Loki", "Log lines of shop", "Log lines of pay"]);
    const asked = (folder: string) =>
      new Set(
        grafana?.groups
          .filter((group) => group.folder === folder)
          .flatMap((group) => group.rules.map(({ data: [a] }) => a.datasourceUid)),
      );
    expect([asked("Loki"), asked("Log lines of shop"), asked("Log lines of pay")]).toEqual([
      new Set(["prometheus"]),
      new Set(["loki"]),
      new Set(["loki-pay"]),
    ]);
  });

  test("asks the same as Prometheus and the ruler, and fires where there is an answer", () => {
    const { ruler } = alertPlan(prodSettings({ alerting: { alertmanagerUrl } }));
    const expr = (name: string) => rules.find(({ title }) => title === name)?.data[0].model["expr"];
    const [ofRuler] = Object.values(ruler.rules ?? {});
    const rule = ofRuler?.groups[0]?.rules[0];
    expect(expr(rule?.alert ?? "")).toBe(rule?.expr);
    const noDataState = new Set(rules.map((one) => one.noDataState));
    const conditions = new Set(
      rules.map(({ condition, data: [, b] }) => `${condition} ${String(b.model["expression"])}`),
    );
    expect([noDataState, conditions]).toEqual([new Set(["OK"]), new Set(["B is_number($A)"])]);
  });

  test("gets uids that it takes, each once, and no $ that it would read as a variable", () => {
    const uids = rules.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[\w-]{1,40}$/.test(uid))).toEqual([]);
    const texts = ({ annotations, labels, title }: GrafanaRule) =>
      JSON.stringify([annotations, labels, title]);
    expect(rules.map(texts).filter((text) => text.includes("$"))).toEqual([]);
    expect(rules.find(({ title }) => title === "LokiWalDiskFilling")?.annotations.description).toBe(
      "The volume of {{ .Labels.pod }}'s write-ahead log in {{ .Labels.namespace }} is {{ .Values.A.Value | humanizePercentage }} full. At 90% the replica refuses lines.",
    );
  });

  test("sends its alerts to the Alertmanager, or to whom people say in Grafana", () => {
    expect(grafana?.contactPoints?.[0]?.receivers).toEqual([
      { uid: "alertmanager", type: "prometheus-alertmanager", settings: { url: alertmanagerUrl } },
    ]);
    expect(grafana?.policies?.map(({ receiver }) => receiver)).toEqual(["alertmanager"]);
    const alone = alertPlan(prodSettings({ alerting: { logRules: "grafana" } })).grafana;
    expect(Object.keys(alone ?? {})).toEqual(["apiVersion", "groups"]);
  });

  test("mounts the file", async () => {
    const all = await objects({ alerting, monitoring });
    const map = all.find(({ metadata }) => metadata.name.startsWith("grafana-alerting-"));
    const pod = all.find(
      ({ kind, metadata }) => kind === "Deployment" && metadata.name === "grafana",
    );
    expect(Object.keys(map?.["data"] as object)).toEqual(["alerting.yaml"]);
    const volume = { name: "alerting", configMap: { name: map?.metadata.name } };
    const mount = { name: "alerting", mountPath: "/etc/grafana/provisioning/alerting" };
    expect(pod?.["spec"]).toMatchObject({
      template: {
        spec: {
          volumes: expect.arrayContaining([volume]) as unknown,
          containers: [
            { volumeMounts: expect.arrayContaining([{ ...mount, readOnly: true }]) as unknown },
          ],
        },
      },
    });
  });
});

describe("the ruler", () => {
  const rules = [
    {
      name: "PayFails",
      tenants: ["pay"],
      expr: 'sum(rate({job="pay"} [5m])) > 1',
      summary: "Pay fails",
    },
  ];
  const tenants = [{ id: "shop" }, { id: "pay" }, { id: "gone", retiredOn: "2026-01-01" }];

  test("has each tenant's rules, labelled with whose lines they are on", () => {
    const { ruler } = alertPlan(prodSettings({ tenants, alerting: { alertmanagerUrl, rules } }));
    const { shop, pay, ...others } = ruler.rules ?? {};
    expect(others).toEqual({});
    expect(shop && namesOf(shop)).toEqual([...logAlertNames]);
    expect(pay?.groups[1]).toEqual({
      name: "own",
      rules: [
        {
          alert: "PayFails",
          expr: rules[0]?.expr,
          for: "5m",
          labels: { severity: "warning", tenant: "pay" },
          annotations: { summary: "Pay fails" },
        },
      ],
    });
  });

  test("does not roll the pods for a rule that changes", async () => {
    const set = async (more: object) =>
      (await objects({ tenants, alerting: { alertmanagerUrl, ...more } })).find(
        ({ kind, metadata }) => kind === "StatefulSet" && metadata.name === "loki",
      );
    expect(await set({ rules })).toEqual(await set({ disabled: ["FraiseqlSilent"] }));
  });

  test("keeps to rules by Loki's API where the settings have none, and tells the Alertmanager of those", async () => {
    const config = async (alerting: object) => {
      const all = await objects({ alerting });
      const map = all.find(
        ({ kind, metadata }) => kind === "ConfigMap" && metadata.name.startsWith("loki-config-"),
      );
      return load((map?.["data"] as Record<string, string>)["loki.yaml"] ?? "") as Record<
        string,
        Record<string, unknown>
      >;
    };
    const byApi = await config({ logRules: "off", alertmanagerUrl });
    expect(byApi["ruler_storage"]?.["backend"]).toBe("s3");
    expect(byApi["ruler"]).toMatchObject({
      alertmanager_url: alertmanagerUrl,
      datasource_uid: "loki",
    });
    const bySettings = await config({ alertmanagerUrl });
    expect(bySettings["ruler_storage"]).toEqual({
      backend: "local",
      local: { directory: "/etc/loki/rules" },
    });
    expect((await config({}))["ruler"]).not.toHaveProperty("alertmanager_url");
  });
});

test("who evaluates reaches the Alertmanager, and nobody else does", async () => {
  const reached = async (alerting: object) => {
    const { policies, pods } = await stack({ alerting, monitoring });
    const to: End = outsider("monitoring");
    return ["loki", "grafana", "loki-gateway", "consul"].filter((name) =>
      isAllowed(policies, { from: pods.get(name) ?? outsider("missing"), to, port: 9093 }),
    );
  };
  expect(await reached({})).toEqual([]);
  expect(await reached({ alertmanagerUrl })).toEqual(["loki"]);
  expect(await reached({ alertmanagerUrl, metricRules: "grafana" })).toEqual(["loki", "grafana"]);
});

test("no alert is of both kinds", () => {
  expect(
    metricAlertNames.filter((name) => (logAlertNames as readonly string[]).includes(name)),
  ).toEqual([]);
});
