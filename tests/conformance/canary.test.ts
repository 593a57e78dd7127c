import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { podName, startCanary, type CanaryPair } from "./metrics/canaryPair";
import { canaryCounts, hasHeardAll } from "./metrics/canaryCounts";
import { metricsOf, total, type Series } from "./metrics/exposition";
import { isUp, startGateway, startLoki, tenant, type Serving } from "./metrics/lokiBehindGateway";

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-canary-"));
const stops: (() => Promise<void>)[] = [];
let loki: Serving;
let gateway: Serving;
let pair: CanaryPair;
let found: Series[] = [];

const basic = (user: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${user}!`).toString("base64")}`,
});

beforeAll(async () => {
  loki = await startLoki(folder);
  stops.push(() => loki.running.stop());
  await loki.running.until(
    "Loki is ready",
    () => isUp(`http://127.0.0.1:${loki.port}/ready`),
    90_000,
  );
  const made = await startGateway(folder, loki.port);
  gateway = made;
  stops.push(() => made.running.stop());
  const health = `http://127.0.0.1:${made.operations}/health`;
  await made.running.until("the gateway is up", () => isUp(health), 30_000);
  pair = await canaryOf(podName);
  found = await heardAll(pair);
}, 300_000);

async function canaryOf(pod: string): Promise<CanaryPair> {
  // Looks over what it sent each second, not each minute, so that the test need not wait.
  const changed = (args: readonly string[]) => [...args, "-pruneinterval=1s"];
  const made = await startCanary(folder, gateway.port, { changed, pod });
  stops.push(
    () => made.proxy.stop(),
    () => made.canary.running.stop(),
  );
  return made;
}

/** What a canary's metrics are once all of its lines have come back. */
async function heardAll({ canary }: CanaryPair): Promise<Series[]> {
  let series: Series[] = [];
  await canary.running.until(
    "all of its lines come back",
    async () => {
      series = await metricsOf(`http://127.0.0.1:${canary.port}/metrics`);
      return hasHeardAll(series, 5);
    },
    120_000,
  );
  return series;
}

afterAll(async () => {
  for (const stop of stops.reverse()) {
    await stop();
  }
  rmSync(folder, { recursive: true, force: true });
});

test("the canary writes as the writer and hears its lines as the reader, by websocket", () => {
  const { written, heard, ...wrong } = canaryCounts(found);
  expect(written).toBeGreaterThanOrEqual(5);
  expect(heard).toBe(written);
  expect(wrong).toEqual({ unexpected: 0, duplicate: 0 });
});

test("its lines are the tenant's, in one stream with labels of its own", async () => {
  const query = `{job="loki-canary"}`;
  const url = `http://127.0.0.1:${gateway.port}/loki/api/v1/query_range?since=1h&limit=3&query=${encodeURIComponent(query)}`;
  const answer = await fetch(url, { headers: basic(tenant.readUser) });
  const { data } = (await answer.json()) as {
    data: { result: { stream: Record<string, string>; values: unknown[] }[] };
  };
  const streams = data.result.map(({ stream }) => {
    const { job, pod } = stream;
    return { job, pod };
  });
  expect(streams).toEqual([{ job: "loki-canary", pod: podName }]);
  expect(data.result[0]?.values).toHaveLength(3);
});

test("what it asks by a query, the gateway lets the reader ask", async () => {
  const instant = `http://127.0.0.1:${gateway.port}/loki/api/v1/query?query=${encodeURIComponent('sum(count_over_time({job="loki-canary"}[1h]))')}`;
  const answer = await fetch(instant, { headers: basic(tenant.readUser) });
  expect(answer.status).toBe(200);
});

test("no password is among the arguments or in the environment of its processes", () => {
  const all = [pair.canary.running, pair.proxy].flatMap(({ pid }) =>
    ["cmdline", "environ"].map((file) => readFileSync(`/proc/${pid}/${file}`, "utf8")),
  );
  expect(all[0]).toContain("-push=true");
  const secrets = [tenant.writeUser, tenant.readUser].flatMap((user) => [
    `${user}!`,
    Buffer.from(`${user}:${user}!`).toString("base64"),
  ]);
  expect(secrets.filter((secret) => all.some((text) => text.includes(secret)))).toEqual([]);
});

test("who takes the reader's password for a push is refused: the proxy needs both", async () => {
  const push = `http://127.0.0.1:${gateway.port}/loki/api/v1/push`;
  const body = JSON.stringify({ streams: [] });
  const headers = { ...basic(tenant.readUser), "content-type": "application/json" };
  const answer = await fetch(push, { method: "POST", headers, body });
  expect(answer.status).toBe(401);
});

test("the next pod's canary hears no line of the one before it, also once those are stored", async () => {
  await pair.canary.running.stop();
  await fetch(`http://127.0.0.1:${loki.port}/flush`, { method: "POST" });
  await loki.running.until(
    "the lines are stored",
    async () => {
      const flushed = await metricsOf(`http://127.0.0.1:${loki.port}/metrics`);
      return (total(flushed, "loki_ingester_chunks_flushed_total") ?? 0) > 0;
    },
    60_000,
  );
  const counted = canaryCounts(await heardAll(await canaryOf("loki-canary-x2wqp")));
  expect(counted).toMatchObject({ unexpected: 0, duplicate: 0 });
}, 300_000);
