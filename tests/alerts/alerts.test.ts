import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runbookOf } from "../../components/alerts/alert";
import { logAlertNames, metricAlertNames } from "../../components/alerts/alertNames";
import { logAlerts } from "../../components/alerts/logAlerts";
import { metricAlerts } from "../../components/alerts/metricAlerts";
import { alertingRule } from "../../components/alerts/ruleFile";
import { dashboardUids } from "../../components/grafana/dashboardUids";
import { logAlertFlaw } from "../../components/settings/logqlAlerts";
import { logCases } from "./cases/logCases";
import { promqlFlaws } from "../support/promql";
import { metricCases } from "./cases/metricCases";
import { everyLogAlert, everyMetricAlert, lines, links } from "./fixtures";
import { everything } from "../../tools/alertsPage";

const runbooks = join(__dirname, "..", "..", "docs", "runbooks");
const all = [...everyMetricAlert, ...everyLogAlert];

test("there is each alert of the list once", () => {
  expect(everyMetricAlert.map(({ name }) => name).sort()).toEqual([...metricAlertNames].sort());
  expect(everyLogAlert.map(({ name }) => name)).toEqual([...logAlertNames]);
});

test("each alert has a case in which it fires, and one in which it does not", () => {
  expect(Object.keys(metricCases).sort()).toEqual([...metricAlertNames].sort());
  expect(Object.keys(logCases).sort()).toEqual([...logAlertNames].sort());
});

test.each(everyMetricAlert)(
  "$name is PromQL, and the metrics it reads are of one stack",
  ({ expr }) => {
    expect(promqlFlaws(expr)).toEqual([]);
    const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, matchers = ""]) => matchers);
    expect(selectors.length).toBeGreaterThan(0);
    expect(
      selectors.filter((matchers) => !/(^|, )namespace="loki(-collector)?"/.test(matchers)),
    ).toEqual([]);
  },
);

test("the same check finds what is no PromQL", () => {
  expect(promqlFlaws("sum by (a) (rate(b[5m]) > 1")).not.toEqual([]);
});

test.each(everyLogAlert)("$name is LogQL as the settings take it", ({ expr }) => {
  expect(logAlertFlaw(expr)).toBeUndefined();
});

test.each(all)(
  "$name says what, with the number, and leads to a dashboard and a runbook",
  (alert) => {
    const { labels, annotations } = alertingRule(alert, links);
    expect(["critical", "warning"]).toContain(labels.severity);
    expect(alert.for).toMatch(/^\d+[mh]$/);
    expect(annotations.summary).not.toBe("");
    const ofPresence = ["LokiNoMetrics", "PromtailNoMetrics"].includes(alert.name);
    expect(alert.description.includes("{{ $value")).toBe(!ofPresence);
    const dashboards = Object.values(dashboardUids).map(
      (uid) => `https://grafana.example.com/d/${uid}`,
    );
    expect(dashboards).toContain(annotations.dashboard_url);
    expect(annotations.runbook_url).toBe(
      `https://wiki.example.com/runbooks/${runbookOf(alert)}.md`,
    );
    const page = join(runbooks, `${runbookOf(alert)}.md`);
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, "utf8");
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, section]) => section)).toEqual([
      "What it means",
      "What is at risk",
      "How to look",
      "How to fix",
    ]);
    // Where several alerts share a page it says which is which.
    expect(
      alert.runbook === undefined ||
        alert.runbook === runbookOf({ name: alert.name }) ||
        text.includes(alert.name),
    ).toBe(true);
  },
);

test("each label that a text shows is one that the expression keeps", () => {
  const lost = all.flatMap(({ name, expr, summary, description }) => {
    const shown = [...`${summary} ${description}`.matchAll(/\$labels\.(\w+)/g)].map(
      ([, label]) => label ?? "",
    );
    const kept = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels = ""]) =>
      labels.split(", "),
    );
    const passed = name === "PromtailFileMissing" ? ["namespace", "pod", "path"] : ["namespace"];
    return shown
      .filter((label) => ![...kept, ...passed].includes(label))
      .map((label) => `${name} ${label}`);
  });
  expect(lost).toEqual([]);
});

test("each page is an alert's, but those of what is lost, and its links lead somewhere", () => {
  const pages = readdirSync(runbooks).map((file) => file.replace(/\.md$/, ""));
  const ofAlerts = new Set(all.map(runbookOf));
  expect(pages.filter((page) => !ofAlerts.has(page))).toEqual([
    "lost-objects",
    "lost-ring",
    "lost-volume",
  ]);
  const dead = pages.flatMap((page) =>
    [...readFileSync(join(runbooks, `${page}.md`), "utf8").matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !existsSync(join(runbooks, target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(dead).toEqual([]);
});

describe("an alert is left out", () => {
  const names = (changes: Partial<typeof everything>) => {
    const there = metricAlerts({ ...everything, ...changes }).flatMap(({ alerts }) =>
      alerts.map(({ name }) => name),
    );
    return metricAlertNames.filter((name) => !there.includes(name));
  };

  test.each<{ where: string; changes: Partial<typeof everything>; without: readonly string[] }>([
    { where: "there is everything", changes: {}, without: [] },
    {
      where: "lines are kept for ever",
      changes: { retention: false },
      without: [
        "LokiRetentionStale",
        "LokiRetentionNever",
        "LokiRetentionMarksStuck",
        "LokiDeletesStuck",
      ],
    },
    {
      where: "Loki takes no requests to delete",
      changes: { deletes: false },
      without: ["LokiDeletesStuck"],
    },
    {
      where: "there is no Consul",
      changes: { consulServers: 0 },
      without: [
        "LokiConsulErrors",
        "ConsulNoLeader",
        "ConsulNotHealthy",
        "ConsulNoFailureTolerance",
      ],
    },
    {
      where: "one server is all",
      changes: { consulServers: 1 },
      without: ["ConsulNoFailureTolerance"],
    },
    {
      where: "no canary writes",
      changes: { canary: false },
      without: ["LokiCanaryLosesLines", "LokiCanarySlow"],
    },
    {
      where: "there is no gateway",
      changes: { gateway: false },
      without: ["GatewayUnauthorized"],
    },
    {
      where: "the ruler has no rules",
      changes: { ruler: false },
      without: ["LokiRulesFailing", "LokiAlertsNotDelivered"],
    },
    {
      where: "nothing was planned for",
      changes: { estimates: { receivedBytes: undefined, storedBytes: undefined } },
      without: ["LokiReceivedAboveEstimate", "LokiStoredAboveEstimate"],
    },
    {
      where: "the settings do without it",
      changes: { disabled: ["LokiQueryLatency"] },
      without: ["LokiQueryLatency"],
    },
  ])("where $where", ({ changes, without }) => {
    expect(names(changes)).toEqual(without);
  });

  test.each([
    ["no job is FraiseQL's", { fraiseqlJobs: [] }, [], "Fraiseql"],
    ["no job is PostgreSQL's", { postgresqlJobs: [] }, [], "Postgresql"],
    ["there is no gateway", { gatewayNamespace: undefined }, [], "Gateway"],
    ["the settings do without it", {}, ["FraiseqlSilent"], "FraiseqlSilent"],
  ])("where %s", (_, changes, disabled, without) => {
    const there = logAlerts({ ...lines, ...changes }, disabled).map(({ name }) => name);
    expect(there).toEqual(logAlertNames.filter((name) => !name.startsWith(without)));
  });
});
