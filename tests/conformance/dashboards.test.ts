import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { promtailConfig } from "../../components/collector/promtailConfig";
import { toYaml } from "../../components/yaml";
import { LokiClient } from "../../tools/cluster/lokiClient";
import { manifests } from "../../tools/render/manifests";
import {
  allArrived,
  askedByDashboards,
  dashboardAnswers,
  newKnownLines,
} from "../e2e/assertions/dashboards";
import { questions } from "../e2e/support/dashboardAnswers";
import type { KnownApp } from "../e2e/support/knownLines";
import { devSettings } from "../support/settings";
import { evaluateStack } from "../support/stacks";
import { freePort } from "./gateway/system";
import { TestNode, type Pod } from "./promtail/node";
import { Running } from "./tls/processes";

const known = newKnownLines();
const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-dashboards-"));
let loki: Running | undefined;
let node: TestNode | undefined;
let url = "";

/** The pod of a known app, whose runtime wrote each line when the line says it, or now. */
const podOf = ({ namespace, app, job, lines }: KnownApp, index: number): Pod => ({
  namespace,
  name: app,
  uid: `${index}${index}${index}-pod`,
  labels: { app },
  annotations: { "fraiseql.io/job": job },
  files: {
    app: lines
      .map(({ text, time = Date.now() }) => `${new Date(time).toISOString()} stdout F ${text}\n`)
      .join(""),
  },
});

/** The configuration of the dev stack, with the folders and ports of this machine. */
async function devConfig(port: number): Promise<string> {
  const { resources } = await evaluateStack("dev");
  const files = manifests(resources).flatMap(({ kind, data }) =>
    kind === "ConfigMap" ? [data as Record<string, string>] : [],
  );
  const text = files.find((data) => "loki.yaml" in data)?.["loki.yaml"] ?? "";
  const config = load(text.replaceAll("/var/loki", folder)) as {
    server: Record<string, unknown>;
    runtime_config?: unknown;
  };
  const ownFiles = { ...config, runtime_config: undefined };
  const server = {
    ...config.server,
    http_listen_address: "127.0.0.1",
    grpc_listen_address: "127.0.0.1",
    http_listen_port: port,
    grpc_listen_port: await freePort(),
  };
  return toYaml({ ...ownFiles, server });
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const file = join(folder, "loki.yaml");
  writeFileSync(file, await devConfig(port));
  loki = new Running("loki", [`-config.file=${file}`, "-config.expand-env=true"], {
    POD_IP: "127.0.0.1",
    POD_NAME: "loki-0",
  });
  await loki.until("Loki ready", async () => (await fetch(`${url}/ready`)).ok, 120_000);
  node = new TestNode(known.apps.map(podOf));
  const { collector, loki: settings } = devSettings();
  await node.start(
    promtailConfig({
      settings: collector,
      maxLineKb: settings.limits.maxLineKb,
      url: `${url}/loki/api/v1/push`,
    }),
  );
}, 180_000);

afterAll(async () => {
  await node?.stop();
  await loki?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("somebody knows what each expression of the dashboards must answer", () => {
  const names = askedByDashboards().map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(questions).sort());
});

test("every panel of the dashboards shows what the collected lines say", async () => {
  const reader = new LokiClient({ url });
  await allArrived(reader, known);
  const { answers, expected } = await dashboardAnswers(reader, known);
  expect(answers).toEqual(expected);
  // A choice that leaves nothing over would prove nothing.
  const empty = Object.entries(expected).filter(([, answer]) => Object.keys(answer).length === 0);
  expect(empty.map(([name]) => name)).toEqual([]);
}, 180_000);
