import { runChecks, type CheckResult } from "../../tools/deployed/checks";
import { knownLines, nameRun } from "../../tools/deployed/knownLines";
import { accessChecks } from "../../tools/smoke/access";
import { cleanUp } from "../../tools/smoke/cleanUp";
import { healthChecks } from "../../tools/smoke/health";
import { labelChecks } from "../../tools/smoke/labels";
import { linesRun, memoryChecks, storeChecks } from "../../tools/smoke/lines";
import { outputsOn, stackOn } from "../deployed/fixtures";
import { devConfig, prodConfig } from "../loki/fixtures";
import { configText, FakeLoki, type Faults } from "../support/fakeLoki";

const replicas = 3;
const loki = new FakeLoki(replicas);
let port = 0;

beforeAll(async () => {
  port = await loki.listen();
});
afterAll(() => loki.close());
beforeEach(() => {
  loki.reset();
});

const newLines = () => knownLines(nameRun(Date.now() - 2_000));

/** Every check, without waiting long for what may still become good. */
async function looked(faults: Faults): Promise<CheckResult[]> {
  loki.faults = faults;
  const { stack } = stackOn(port, replicas, prodConfig());
  const run = linesRun(stack, newLines());
  const checks = [
    ...[...memoryChecks(run), ...labelChecks(run), ...storeChecks(run, 2_000)],
    ...[...accessChecks(stack), ...healthChecks(stack, replicas, 0)],
  ];
  return await runChecks(checks, Date.now() + 20_000);
}

const failed = (checks: readonly CheckResult[]) =>
  checks.filter(({ ok }) => !ok).map(({ name }) => name);
const detail = (checks: readonly CheckResult[], name: string) =>
  checks.find((check) => check.name === name)?.detail;

const active = (...ids: readonly string[]) => ids.map((id) => ({ id, state: "ACTIVE" }));

const readFaults = [
  ...["memory, forward", "memory, backward", "order", "metric query", "structured metadata"],
  ...["store, forward", "store, backward"],
];

test.each<[string, Faults, readonly string[]]>([
  ["loses its newest line", { read: (lines) => lines.slice(1) }, [...readFaults]],
  [
    "returns a line twice",
    { read: (lines) => [...lines, ...lines.slice(-1)] },
    ["memory, forward", "memory, backward", "metric query", "store, forward", "store, backward"],
  ],
  [
    "cuts lines",
    { read: (lines) => lines.map((stored) => ({ ...stored, line: stored.line.slice(0, -4) })) },
    [
      ...["memory, forward", "memory, backward", "labels", "structured metadata"],
      ...["store, forward", "store, backward"],
    ],
  ],
  [
    "changes a label",
    { read: (lines) => lines.map((stored) => ({ ...stored, labels: { job: "other" } })) },
    ["order", "metric query", "labels"],
  ],
  [
    "forgets structured metadata",
    { read: (lines) => lines.map(({ labels, time, line }) => ({ labels, time, line })) },
    ["structured metadata"],
  ],
  ["answers in the wrong order", { unordered: true }, ["order"]],
  ["lets everyone in", { nobody: 200 }, ["no credentials"]],
  ["shows its configuration", { admin: 200 }, ["admin paths"]],
  ["keeps logs longer than it says", { config: configText.replace("12w6d", "1y") }, ["retention"]],
  ["does not delete", { config: configText.replace("true", "false") }, ["retention"]],
  ["keeps a chunk in memory", { staying: 1 }, ["flush", "store, forward", "store, backward"]],
  ["has a member too few", { ring: active("loki-0", "loki-1") }, ["ring"]],
  [
    "has a member that is leaving",
    { ring: [...active("loki-0", "loki-1"), { id: "loki-2", state: "LEAVING" }] },
    ["ring"],
  ],
  ["has no compactor", { compactor: () => 0 }, ["compactor"]],
  ["has two compactors", { compactor: (request) => (request % 3 === 0 ? 0 : 1) }, ["compactor"]],
  ["shows no configuration", { config: "" }, ["retention"]],
])("a stack that %s", async (_, faults, expected) => {
  expect(failed(await looked(faults))).toEqual(expected);
});

test("nothing is found where pushes are refused, and the rest is looked at", async () => {
  const checks = await looked({ push: 400 });
  expect(detail(checks, "write")).toBe(
    "0 of 1000 lines in 5 streams acknowledged: Loki answered 400: no",
  );
  expect(failed(checks)).toEqual(checks.slice(0, 10).map(({ name }) => name));
});

test("what a failure says names what was seen", async () => {
  const checks = await looked({
    ...{ read: (lines) => lines.slice(1), admin: 200, nobody: 204 },
    ...{ ring: [...active("loki-0"), { id: "loki-1", state: "UNHEALTHY" }], compactor: () => 1 },
    config: configText.replace("12w6d", "30d"),
  });
  const told = checks.filter(({ ok }) => !ok).map((check) => [check.name, check.detail] as const);
  expect(Object.fromEntries(told)).toMatchObject({
    "metric query": "sum by (writer) (count_over_time(…[1s])) says 199, 200, 200, 200, 200",
    "no credentials": "a push is answered with 204, a query with 204",
    "admin paths": "/config 200, /metrics 200, /ring 200, /runtime_config 200",
    retention: "the stack says 90 days, but loki-0 30 days",
    ring: "1 of 3 ACTIVE, loki-1 UNHEALTHY",
    compactor: "runs on loki-0, loki-1, loki-2",
  });
});

describe("without a gateway", () => {
  const single = () => {
    const outputs = outputsOn(port, { writeUser: "", readUser: "", tenant: "fake" });
    return stackOn(port, 1, devConfig(), { outputs }).stack;
  };

  test("nobody is refused, and that is no failure", async () => {
    const checks = await runChecks(accessChecks(single()), Date.now() + 5_000);
    expect(checks.map(({ ok, detail: said }) => ({ ok, said }))).toEqual([
      { ok: true, said: "no gateway in this stack: nothing to refuse" },
      { ok: true, said: "no gateway in this stack: nothing to refuse" },
    ]);
  });

  test("a single Loki is asked to delete the lines", async () => {
    const lines = newLines();
    const { fate } = await cleanUp(linesRun(single(), lines));
    expect([fate, loki.deletions]).toEqual([
      "Loki was asked to delete them, and does so after a day",
      [lines.query],
    ]);
  });

  test("where it refuses, the retention is told", async () => {
    loki.faults = { delete: 400 };
    const { fate } = await cleanUp(linesRun(single(), newLines()));
    expect(fate).toMatch(
      /^its retention removes them after \d{4}-\d\d-\d\d: a request to delete them was refused \(400: \)$/,
    );
  });
});

test("where logs are kept for ever, so are these", async () => {
  const { stack } = stackOn(port, replicas, prodConfig({ retentionForever: true }));
  const { fate } = await cleanUp(linesRun(stack, newLines()));
  expect(fate).toBe("they stay: this stack keeps logs for ever");
});
