import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, cluster } from "./metrics/prometheus";
import { startWholeStack, type WholeStack } from "./metrics/wholeStack";

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-metrics-"));
let stack: WholeStack;

beforeAll(async () => {
  stack = await startWholeStack(folder);
}, 400_000);

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the agent finds one port of each pod, and says whose series they are", async () => {
  const up = await ask(stack.prometheus, "up");
  const sorted = up
    .map(({ metric: { job, namespace, pod, container, tenant, cluster: of }, value }) => ({
      ...{ job, namespace, pod, container, tenant, cluster: of, up: value[1] },
    }))
    .sort((a, b) => (String(a.job) < String(b.job) ? -1 : 1));
  const row = (job: string, namespace: string, tenant?: string) => ({
    ...{ job, namespace, pod: `${job}-0`, container: job, tenant, cluster, up: "1" },
  });
  expect(sorted).toEqual([
    row("consul", "loki"),
    row("loki", "loki"),
    row("loki-canary", "loki", "fraiseql"),
    row("loki-gateway", "loki"),
    row("promtail", "loki-collector"),
  ]);
});

test("Consul shows its metrics to who has the token, and to nobody else", async () => {
  const { ports } = stack;
  const url = `http://127.0.0.1:${ports["consul"] ?? 0}/v1/agent/metrics?format=prometheus`;
  expect((await fetch(url)).status).toBe(403);
  expect(await ask(stack.prometheus, "consul_raft_apply")).not.toEqual([]);
});
