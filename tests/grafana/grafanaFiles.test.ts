import { contentHash } from "../../components/kubernetes";
import { inputsOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { deploy, meta, prod, types } from "./fixtures";

test("the file of data sources is the gateway's in prod, with a user and no password", async () => {
  const evaluation = await deploy(prodSettings(), prod);
  const { data, metadata } = inputsOf(evaluation, types.configMap, "grafana-datasources") as {
    data: Record<string, string>;
    metadata: unknown;
  };
  expect(data).toEqual({
    "datasources.yaml": `apiVersion: 1
prune: true
datasources:
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: http://loki-gateway.loki.svc:8080
    isDefault: true
    editable: false
    basicAuth: true
    basicAuthUser: fraiseql-read
    jsonData:
      maxLines: 1000
      timeout: 310
    secureJsonData:
      basicAuthPassword: $__file{/etc/grafana/secrets/loki-read-password}
`,
  });
  expect(metadata).toEqual(meta(`grafana-datasources-${contentHash(data)}`));
});

test("the file of a dashboard is what was generated, with the jobs of the settings", async () => {
  const dashboards = { ...prod.dashboards, postgresqlJobs: ["db", "reports"] };
  const evaluation = await deploy(prodSettings(), { ...prod, dashboards });
  const name = "grafana-dashboard-fraiseql-performance";
  const { data, metadata } = inputsOf(evaluation, types.configMap, name) as {
    data: Record<string, string>;
    metadata: unknown;
  };
  expect(Object.keys(data)).toEqual(["fraiseql-performance.json"]);
  const { uid, templating } = JSON.parse(data["fraiseql-performance.json"] ?? "") as {
    uid: string;
    templating: { list: { name: string; current: unknown }[] };
  };
  expect(uid).toBe("fraiseql-performance");
  expect(templating.list.find((variable) => variable.name === "postgresqlJob")?.current).toEqual({
    text: ["db", "reports"],
    value: ["db", "reports"],
  });
  expect(metadata).toEqual(meta(`${name}-${contentHash(data)}`));
});

test("Grafana reads the dashboards from their folder, and none can be saved over", async () => {
  const evaluation = await deploy(prodSettings(), prod);
  const { data } = inputsOf(evaluation, types.configMap, "grafana-dashboard-providers");
  expect(data).toEqual({
    "providers.yaml": `apiVersion: 1
providers:
  - name: fraiseql-loki
    type: file
    folder: FraiseQL
    folderUid: fraiseql
    disableDeletion: false
    allowUiUpdates: false
    updateIntervalSeconds: 3600
    options:
      path: /etc/grafana/dashboards
      foldersFromFilesStructure: false
`,
  });
});
