import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { logAlertNames, type LogAlertName } from "../../components/alerts/alertNames";
import { poll } from "../../tools/cluster/poll";
import { logCases } from "../alerts/cases/logCases";
import { everyLogAlert } from "../alerts/fixtures";
import { program } from "../support/programs";
import { renderedStacks } from "../support/rendered";
import { Receiver } from "./ruler/receiver";
import { RulingLoki } from "./ruler/rulingLoki";

jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-ruler-"));
const receiver = new Receiver();
let loki: RulingLoki;

/** On whose lines everything is wrong, and on whose nothing. */
const [loud, calm] = ["loud", "calm.!('x')"];

const ownRule = {
  name: "ShopSells",
  tenants: [loud],
  expr: 'sum by (job) (count_over_time({job="fraiseql-app"} [5m])) > 100',
  for: "1s",
  severity: "critical",
  summary: "{{ $labels.job }} sells",
  description: "{{ $value }} lines of {{ $labels.job }}",
};

beforeAll(async () => {
  jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const alertmanagerUrl = await receiver.start();
  loki = await RulingLoki.of(folder, (httpPort, grpcPort) => ({
    loki: { httpPort, grpcPort },
    gateway: { enabled: true },
    tenants: [{ id: loud }, { id: calm }, { id: "gone", retiredOn: "2026-01-01" }],
    collector: { fraiseqlJobs: ["fraiseql-app", "shop.api"] },
    alerting: { alertmanagerUrl, rules: [ownRule] },
  }));
  await loki.start();
  for (const name of logAlertNames) {
    await loki.push(loud, namespaceOf(name), logCases[name].firing);
    await loki.push(calm, namespaceOf(name), logCases[name].quiet);
  }
});

afterAll(async () => {
  await loki.stop();
  await receiver.stop();
  rmSync(folder, { recursive: true, force: true });
});

const namespaceOf = (name: LogAlertName) => logCases[name].namespace ?? name;
const exprOf = (name: LogAlertName) =>
  everyLogAlert.find((alert) => alert.name === name)?.expr ?? "";

test.each(logAlertNames)(
  "%s sees what is wrong, with its number, and nothing else",
  async (name) => {
    const { labels, value } = logCases[name];
    const mine = (found: Awaited<ReturnType<RulingLoki["query"]>>) =>
      found.filter((series) => series.labels["namespace"] === namespaceOf(name));
    expect(mine(await loki.query(loud, exprOf(name)))).toEqual([
      { labels: { namespace: namespaceOf(name), ...labels }, value },
    ]);
    expect(await loki.query(calm, exprOf(name))).toEqual([]);
  },
);

test("each tenant that writes has the stack's rules and those of its own, and nobody else any", async () => {
  expect(await loki.filedRules(loud)).toEqual([...logAlertNames, ownRule.name]);
  expect(await loki.filedRules(calm)).toEqual([...logAlertNames]);
  expect(await loki.filedRules("gone")).toEqual([]);
  expect(await loki.filedRules("..data")).toEqual([]);
});

test("the ruler evaluates them without an error: all are on for one tenant, and none for the other", async () => {
  const evaluated = (tenant: string) =>
    poll(
      async () => {
        const rules = await loki.shownRules(tenant);
        return rules.length > 0 && rules.every(({ health }) => health !== "unknown")
          ? rules
          : undefined;
      },
      { what: `rules of ${tenant} evaluated`, timeoutMs: 60_000 },
    );
  // Loki gives its groups in no order of their own.
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  const states = async (tenant: string) =>
    (await evaluated(tenant))
      .map(({ name, state, health, lastError }) => {
        const on = state !== "inactive";
        return { name, on, health, lastError };
      })
      .sort(byName);
  const expected = (names: readonly string[], on: boolean) =>
    names.map((name) => ({ name, on, health: "ok", lastError: "" })).sort(byName);
  expect(await states(loud)).toEqual(expected([...logAlertNames, ownRule.name], true));
  expect(await states(calm)).toEqual(expected(logAlertNames, false));
});

test("an alert that need not wait arrives, with its texts, and none of the other tenant", async () => {
  const sent = await poll(
    () => {
      const names = new Set(receiver.alerts.map(({ labels }) => labels["alertname"]));
      const all = ["FraiseqlCriticalLines", "PostgresqlCriticalLines", ownRule.name];
      return Promise.resolve(all.every((name) => names.has(name)) ? receiver.alerts : undefined);
    },
    { what: "three alerts", timeoutMs: 90_000 },
  );
  expect(new Set(sent.map(({ labels }) => labels["tenant"]))).toEqual(new Set([loud]));
  expect([...receiver.paths]).toEqual(["POST /api/v2/alerts"]);
  expect(sent.find(({ labels }) => labels["alertname"] === "FraiseqlCriticalLines")).toMatchObject({
    labels: {
      alertname: "FraiseqlCriticalLines",
      severity: "critical",
      tenant: loud,
      namespace: "FraiseqlCriticalLines",
      job: "fraiseql-app",
    },
    annotations: {
      summary: "fraiseql-app has written lines of level critical",
      description:
        "fraiseql-app in FraiseqlCriticalLines has written 2 lines of level critical in 5 minutes.",
      dashboard_url: "http://localhost:3000/d/fraiseql-errors",
      runbook_url: expect.stringMatching(
        /\/docs\/runbooks\/fraiseql-critical-lines\.md$/,
      ) as string,
    },
    generatorURL: expect.stringMatching(/^http:\/\/localhost:3000\/explore\?/) as string,
  });
});

test("a rule that changes is read by the Loki that runs", async () => {
  const renamed = { ...ownRule, name: "ShopSellsMore" };
  await loki.redeploy({
    alerting: { alertmanagerUrl: "http://alertmanager:9093", rules: [renamed] },
  });
  await poll(
    async () => ((await loki.filedRules(loud)).includes(renamed.name) ? true : undefined),
    { what: "the new rule", timeoutMs: 60_000 },
  );
  expect(await loki.filedRules(loud)).not.toContain(ownRule.name);
});

test("lokitool takes the rules of every stack, and none that is no LogQL", async () => {
  const lint = (content: string) => {
    const file = join(folder, "lint.yaml");
    writeFileSync(file, content);
    const { status, stdout, stderr } = spawnSync(
      program("lokitool"),
      ["rules", "lint", "--dry-run", file],
      {
        encoding: "utf8",
        timeout: 60_000,
      },
    );
    return { passed: status === 0, output: `${stdout}${stderr}` };
  };
  const files = (await renderedStacks()).flatMap(({ files: all }) =>
    Object.entries(all)
      .filter(([name]) => name.startsWith("rules-"))
      .map(([, content]) => content),
  );
  expect(files.length).toBeGreaterThan(2);
  expect(files.map(lint).filter(({ passed }) => !passed)).toEqual([]);
  expect(lint((files[0] ?? "").replace("count_over_time(", "count_over_tim(")).passed).toBe(false);
});
