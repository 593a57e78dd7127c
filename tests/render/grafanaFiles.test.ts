import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { dump, load } from "js-yaml";
import type { Manifest } from "../../tools/render/manifests";
import { renderStack, type Rendering } from "../../tools/render/renderStack";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const root = join(__dirname, "..", "..");
const given = "a password of one's own";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-grafana-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Renders the project's own production stack with other settings. */
async function render(name: string, areas: Record<string, unknown>): Promise<Rendering> {
  const stack = load(readFileSync(join(root, "Pulumi.prod.yaml"), "utf8")) as {
    config: Record<string, unknown>;
  };
  const settings = Object.entries(areas).map(([area, value]) => [`fraiseql-loki:${area}`, value]);
  const configFile = join(folder, `Pulumi.${name}.yaml`);
  const config = { ...stack.config, ...(Object.fromEntries(settings) as object) };
  writeFileSync(configFile, dump({ config }));
  return renderStack({ stack: "prod", configFile, out: join(folder, name) });
}

const filesIn = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
    .filter((path) => path.startsWith("grafana/") && statSync(join(folder, name, path)).isFile())
    .sort();

const read = (name: string, file: string) => readFileSync(join(folder, name, file), "utf8");

const configMap = ({ manifests }: Rendering, name: string) =>
  (
    manifests.find(
      ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name,
    ) as Manifest
  )["data"] as Record<string, string>;

const areas = {
  network: { gatewayClients: ["monitoring"] },
  tenants: [{ id: "fraiseql", readPassword: given }, { id: "team-a" }],
  monitoring: { prometheusUrl: "http://prometheus.monitoring.svc:9090" },
  alerting: { metricRules: "grafana" },
};
const dashboards = ["canary", "collector", "consul", "errors", "log-volume", "loki"].concat([
  "performance",
  "service",
]);

test("a Grafana without a sidecar has what the sidecar would find, as files", async () => {
  const rendering = await render("off", { ...areas, grafana: { deploy: false } });
  expect(filesIn("off")).toEqual([
    ...dashboards.map((name) => `grafana/dashboards/fraiseql-${name}.json`),
    "grafana/provisioning/alerting/alerting.yaml",
    "grafana/provisioning/dashboards/providers.yaml",
    "grafana/provisioning/datasources/datasources.yaml",
  ]);
  for (const name of dashboards) {
    const file = `fraiseql-${name}.json`;
    expect(read("off", `grafana/dashboards/${file}`)).toBe(
      configMap(rendering, `fraiseql-${name}`)[file],
    );
  }
  expect(read("off", "grafana/provisioning/alerting/alerting.yaml")).toBe(
    configMap(rendering, "fraiseql-alerting")["fraiseql-alerting.yaml"],
  );
  expect(read("off", "grafana/provisioning/datasources/datasources.yaml")).toBe(
    rendering.outputs["grafanaDatasources"],
  );
  expect(load(read("off", "grafana/provisioning/dashboards/providers.yaml"))).toMatchObject({
    providers: [{ folder: "FraiseQL", options: { path: "/etc/grafana/fraiseql" } }],
  });
});

test("no password is among them: the Secret has those, and the files a variable for each", async () => {
  const { manifests } = await render("secret", { ...areas, grafana: { deploy: false } });
  const secret = manifests.find(({ metadata }) => metadata.name === "fraiseql-datasources");
  const data = (secret?.["data"] as Record<string, string>)["fraiseql-datasources.yaml"] ?? "";
  const inSecret = Buffer.from(data, "base64").toString();
  const generated = JSON.parse(read("secret", "generated.json")) as Record<
    string,
    { result: string }
  >;
  const ofTeam =
    generated["random:index/randomPassword:RandomPassword::gateway-team-a-read"]?.result ?? "none";
  expect([given, ofTeam].map((password) => inSecret.includes(password))).toEqual([true, true]);
  const text = read("secret", "grafana/provisioning/datasources/datasources.yaml");
  expect(
    inSecret
      .replace(given, "$FRAISEQL_LOKI_READ_PASSWORD")
      .replace(ofTeam, "$FRAISEQL_LOKI_READ_PASSWORD_team_a"),
  ).toBe(text);
  const all = filesIn("secret").map((file) => read("secret", file));
  expect(all.filter((content) => content.includes(given) || content.includes(ofTeam))).toEqual([]);
});

test("they are there without a sidecar too, and not beside the stack's own Grafana", async () => {
  const none = { deploy: false, sidecar: { enabled: false } };
  const { manifests } = await render("none", { network: areas.network, grafana: none });
  expect(filesIn("none")).toEqual([
    ...["errors", "log-volume", "performance", "service"].map(
      (name) => `grafana/dashboards/fraiseql-${name}.json`,
    ),
    "grafana/provisioning/dashboards/providers.yaml",
    "grafana/provisioning/datasources/datasources.yaml",
  ]);
  expect(manifests.filter(({ metadata }) => metadata.name.startsWith("fraiseql-"))).toEqual([]);
  await render("own", {});
  expect(filesIn("own")).toEqual([]);
});
