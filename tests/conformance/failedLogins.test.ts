import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { promtailConfig } from "../../components/collector/promtailConfig";
import { logAlertExpressions } from "../../components/queries/alertsLogs";
import { interpolate } from "../../components/queries/interpolate";
import { loki as ask } from "../../components/queries/loki";
import { poll } from "../../tools/cluster/poll";
import { prodSettings } from "../support/settings";
import { evaluateStack } from "../support/stacks";
import type { Workload } from "../support/workloads";
import { accessLine } from "./gateway/accessLog";
import { request } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";
import { TestNode } from "./promtail/node";
import { RulingLoki } from "./ruler/rulingLoki";

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-logins-"));
let gateway: RunningGateway | undefined;
let node: TestNode | undefined;
let loki: RulingLoki;

/** Who has the lines of namespaces that name nobody, and who has those of the stack's here. */
const [first, operations] = ["first", "operations"];

const basic = (user: string) =>
  `Authorization: Basic ${Buffer.from(`${user}:guess`).toString("base64")}`;
const forged = '{"tenant_tried":"b"} \\"tenant_tried\\":\\"b\\" ","tenant_tried":"b"';

/** Headers that the collector's redaction takes out of a line, with what makes it JSON. */
const disturbing = ["Cookie: a=b", "User-Agent: password=", `User-Agent: ${forged}`];

/** What is sent, how often, beside what may disturb its line. */
const sent: readonly (readonly [count: number, headers: readonly string[]])[] = [
  [60, [basic("a-write")]],
  [4, [basic("b-read")]],
  [3, [basic("mistyped-secret")]],
  [2, [basic("collector")]],
  [5, []],
];

const pushes = sent.flatMap(([count, headers]) =>
  Array.from({ length: count }, (_, index) => [
    ...headers,
    ...disturbing.slice(index % 3, (index % 3) + 1),
  ]),
);

/** The gateway's log as a runtime writes it. */
async function log(): Promise<string> {
  gateway = await RunningGateway.start({ ids: ["a", "b"], collectorUser: "collector" });
  for (const headers of pushes) {
    await gateway.send(request("POST", "/loki/api/v1/push", { headers }));
  }
  const good = request("POST", "/loki/api/v1/push?last", { user: "a-write" });
  await gateway.send(good);
  await accessLine(gateway, "push?last");
  return gateway.log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => `${new Date().toISOString()} stdout F ${line}\n`)
    .join("");
}

/** The pod's labels and the name of its container, as the stack renders them. */
async function gatewayPod() {
  const { resources } = await evaluateStack("prod");
  const deployment = resources.find(
    ({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name === "loki-gateway",
  );
  const { template } = (deployment?.inputs as unknown as Workload).spec;
  return {
    labels: template.metadata.labels,
    container: template.spec.containers[0]?.name ?? "",
  };
}

beforeAll(async () => {
  jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  loki = await RulingLoki.of(folder, (httpPort, grpcPort) => ({
    loki: { httpPort, grpcPort },
    gateway: { enabled: true },
    tenants: [{ id: first }, { id: operations }],
    alerting: { alertmanagerUrl: "http://127.0.0.1:1" },
  }));
  await loki.start();
  const { labels, container } = await gatewayPod();
  const pod = { name: "loki-gateway-x", labels, files: { [container]: await log() } };
  node = new TestNode(
    [
      { ...pod, namespace: "loki", uid: "111-pod" },
      // One that is called the same, elsewhere.
      { ...pod, namespace: "shop", uid: "222-pod" },
    ],
    { loki: { annotations: { "fraiseql.io/tenant": operations } }, shop: {} },
  );
  const { collector, loki: settings } = prodSettings({});
  expect(collector.redaction.preset).toBe("strict");
  const known = [first, operations].map((id) => ({ id, redaction: true }));
  const { maxLineKb } = settings.limits;
  await node.start(
    promtailConfig({
      ...{ settings: collector, maxLineKb, url: loki.pushUrl },
      tenants: { known, fallback: first },
    }),
  );
});

afterAll(async () => {
  await node?.stop();
  await gateway?.stop();
  await loki.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ofDashboard = interpolate(ask.failedLogins, { namespace: "loki", __auto: "10m" });

test("each failed login is counted once for its tenant, whatever else the request brought", async () => {
  const byTenant = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await loki.query(operations, ofDashboard)).map(({ labels, value }): [string, number] => [
        labels["tenant_tried"] ?? "",
        // A rate for each minute of ten.
        Math.round(value * 10),
      ]),
    );
  const counts = { a: 60, b: 4, "<unknown>": 3, "<collector>": 2 };
  const total = (found: Record<string, number>) =>
    Object.values(found).reduce((sum, count) => sum + count, 0);
  await poll(async () => (total(await byTenant()) >= total(counts) ? true : undefined), {
    what: "the gateway's lines",
    timeoutMs: 60_000,
  });
  expect(await byTenant()).toEqual(counts);
});

test("the alert is of the tenant over its limit, in the lines of whoever has the stack's", async () => {
  const alert = logAlertExpressions.failedLogins("loki");
  expect(await loki.query(operations, alert)).toEqual([
    { labels: { namespace: "loki", tenant_tried: "a" }, value: 60 },
  ]);
  const elsewhere = 'sum by (app) (count_over_time({namespace="shop"}[10m]))';
  expect((await loki.query(first, elsewhere)).map(({ labels }) => labels)).toEqual([
    { app: "loki-gateway" },
  ]);
  expect(await loki.query(first, alert)).toEqual([]);
});

test("lines came in that are no JSON any more, and none with a password", async () => {
  const count = async (filter: string) =>
    (
      await loki.query(operations, `sum(count_over_time({app="loki-gateway"} ${filter} [10m]))`)
    ).reduce((sum, { value }) => sum + value, 0);
  expect(await count('|= "tenant_tried" |= `"Cookie":<redacted:cookie>"`')).toBeGreaterThan(0);
  expect(await count('|= "tenant_tried" |= `"password="<redacted:kv-quoted>"`')).toBeGreaterThan(0);
  const credentials = sent.flatMap(([, headers]) =>
    headers.map((line) => line.split(" ")[2] ?? ""),
  );
  for (const secret of ["guess", "mistyped-secret", ...credentials]) {
    expect(await count(`|= ${JSON.stringify(secret)}`)).toBe(0);
  }
});
