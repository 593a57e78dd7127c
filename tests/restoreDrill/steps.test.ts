import { runChecks } from "../../tools/deployed/checks";
import { knownLines, nameRun } from "../../tools/deployed/knownLines";
import { ReadOnlyLoki } from "../../tools/restoreDrill/readOnlyLoki";
import { preparation, verification, type DrillRun } from "../../tools/restoreDrill/steps";
import { stackOn } from "../deployed/fixtures";
import { prodConfig } from "../loki/fixtures";
import { FakeLoki, type Faults } from "../support/fakeLoki";

const live = new FakeLoki(3);
const second = new FakeLoki(1);
let ports: readonly [live: number, second: number];

beforeAll(async () => {
  ports = [await live.listen(), await second.listen()];
});
afterAll(async () => {
  await live.close();
  await second.close();
});
beforeEach(() => {
  live.reset();
  second.reset();
});

const ready = {
  metadata: { name: "loki-restore-drill" },
  status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
};

function drill(more: Partial<DrillRun> = {}) {
  const progress: string[] = [];
  const { stack, kubectl } = stackOn(ports[0], 3, prodConfig(), {
    portOf: (pod) => ports[pod === "loki-restore-drill" ? 1 : 0],
    answers: [
      ["create", {}],
      ["get pod loki-restore-drill", ready],
    ],
  });
  const run: DrillRun = {
    target: { stack: "test", direct: true },
    ...{ restartLokis: false, json: false, objects: [], bucket: "acme" },
    lines: knownLines(nameRun(Date.now() - 2_000)),
    ...{ stack, second: new ReadOnlyLoki(stack), progress: (text) => progress.push(text) },
    ...more,
  };
  return { run, kubectl, progress };
}

const soon = () => Date.now() + 10_000;

/** Writes lines, and looks for them in what the second Loki has of them. */
async function drilled(faults: Faults) {
  const { run, progress } = drill();
  const prepared = await runChecks(preparation(run), soon());
  second.readSameAs(live);
  second.faults = faults;
  return { prepared, found: await runChecks(verification(run), soon()), progress };
}

test("everything that was flushed is found by a Loki that can only read", async () => {
  const { prepared, found, progress } = await drilled({ readOnly: true });
  expect(prepared.map(({ name, ok }) => ({ name, ok }))).toEqual([
    { name: "write", ok: true },
    { name: "flush", ok: true },
    { name: "second Loki", ok: true },
  ]);
  expect(found).toEqual([
    {
      name: "no way to write",
      ok: true,
      detail: "/loki/api/v1/push 404, /loki/api/v1/delete 404, /flush 404, /ingester/shutdown 404",
    },
    { name: "index", ok: true, detail: "all 1000 lines found after 0.0 s" },
    {
      name: "store, forward",
      ok: true,
      detail: "1000 read: 0 lost, 0 phantom, 0 duplicate, 0 corrupt",
    },
    {
      name: "store, backward",
      ok: true,
      detail: "1000 read: 0 lost, 0 phantom, 0 duplicate, 0 corrupt",
    },
    {
      name: "other lines",
      ok: true,
      detail: "1 jobs with 1000 lines in the 15 min before: the same there",
    },
  ]);
  expect(progress).toEqual([
    expect.stringMatching(/^1000 of 1000 lines found so far, all expected by \d\d:\d\d$/),
  ]);
});

test.each<[string, Faults, readonly string[]]>([
  ["could write", {}, ["no way to write"]],
  [
    "has a line twice",
    { readOnly: true, read: (lines) => [...lines, ...lines.slice(-1)] },
    ["store, forward", "store, backward"],
  ],
  [
    "has other lines",
    { readOnly: true, read: (all) => all.map((one) => ({ ...one, line: `${one.line}?` })) },
    ["store, forward", "store, backward"],
  ],
])("a second Loki that %s fails the drill", async (_, faults, expected) => {
  const { found } = await drilled(faults);
  expect(found.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(expected);
});

test("lines of an earlier run are only looked for", async () => {
  const earlier = drill();
  await runChecks(preparation(earlier.run), soon());
  second.readSameAs(live);
  second.faults = { readOnly: true };
  const { lines } = earlier.run;
  const { run, kubectl } = drill({ run: lines.run, lines: knownLines(lines.run) });
  const prepared = await runChecks(preparation(run), soon());
  expect(prepared.map(({ name }) => name)).toEqual(["second Loki"]);
  expect(kubectl.calls.filter((call) => call.startsWith("create"))).toHaveLength(1);
  const found = await runChecks(verification(run), soon());
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
});

test("a push that is refused is told", async () => {
  live.faults = { push: 400 };
  const [write] = await runChecks(preparation(drill().run).slice(0, 1), soon());
  expect(write).toEqual({
    name: "write",
    ok: false,
    detail: "0 of 1000 lines acknowledged: Loki answered 400: no",
  });
});
