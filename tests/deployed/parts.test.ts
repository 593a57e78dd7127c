import { runChecks } from "../../tools/deployed/checks";
import { Interrupted, interruptible } from "../../tools/deployed/interruptible";
import { knownLines, nameRun, writeKnownLines } from "../../tools/deployed/knownLines";
import { promDurationMs } from "../../tools/deployed/promDuration";
import { isRingHealthy, ringMembers } from "../../tools/deployed/ring";
import { tableText } from "../../tools/tableText";
import { LokiClient } from "../../tools/cluster/lokiClient";
import { prodConfig } from "../loki/fixtures";
import { FakeLoki, heartbeat } from "../support/fakeLoki";
import { stackOn } from "./fixtures";

describe("known lines", () => {
  const time = Date.UTC(2026, 10, 25, 12);

  test("all follow from the name of their run", () => {
    const run = nameRun(time);
    expect(run).toMatch(/^[0-9a-f]{17}$/);
    const { all, range, streams, query } = knownLines(run);
    expect(knownLines(run).all).toEqual(all);
    expect(all.size).toBe(1_000);
    expect(streams).toHaveLength(5);
    expect(range).toEqual({
      start: BigInt(time) * 1_000_000n,
      end: BigInt(time + 1_000) * 1_000_000n,
    });
    expect(query).toBe(`{job="loki-smoke"} |= "run=${run} "`);
  });

  test("have a time each, and structured metadata on every tenth", () => {
    const { all, streams } = knownLines(nameRun(time));
    expect(new Set(all.values()).size).toBe(1_000);
    const entries = streams.flatMap((stream) => stream.entries);
    const values = entries.flatMap(({ metadata }) => metadata?.["smoke_line"] ?? []);
    expect(new Set(values).size).toBe(100);
  });

  test.each([
    ...["", "abc", "../../etc/passwd", "0123456789abcdefg", `${nameRun(time)}0`],
    ...["00000000000000000", "ffffffffffffffff0", 'x" or "y'],
  ])("there are none of a run %j", (run) => {
    expect(() => knownLines(run)).toThrow(
      new Error(
        `"${run}" names no run: expected the 17 letters and digits that npm run smoke or npm run restore-drill has printed`,
      ),
    );
  });

  test("a refused push is told, with what was acknowledged", async () => {
    const loki = new FakeLoki(1);
    const port = await loki.listen();
    const client = new LokiClient({ url: `http://127.0.0.1:${port}`, user: "u", password: "p" });
    loki.faults = { push: 429 };
    const { acknowledged, refused } = await writeKnownLines(client, knownLines(nameRun(time)));
    await loki.close();
    expect(acknowledged.size).toBe(0);
    expect(refused).toEqual(Array(10).fill("Loki answered 429: no"));
  });
});

describe("a ring", () => {
  const active = { id: "loki-0", state: "ACTIVE", heartbeat: Date.parse(heartbeat) };

  test.each([
    ["all active", [active, { ...active, id: "loki-1" }], true],
    ["one too few", [active], false],
    ["one too many", [active, active, active], false],
    ["one unhealthy", [active, { id: "loki-1", state: "UNHEALTHY" }], false],
  ])("of two: %s", (_, members, healthy) => {
    expect(isRingHealthy(members, 2)).toBe(healthy);
  });

  test("is told by the first replica that answers", async () => {
    const loki = new FakeLoki(2);
    const port = await loki.listen();
    const { stack } = stackOn(port, 2, prodConfig());
    const members = await ringMembers(stack);
    await loki.close();
    expect(members).toEqual([active, { ...active, id: "loki-1" }]);
    await expect(ringMembers(stack)).rejects.toThrow(/^no Loki pod tells its ring: loki-1: /);
  });
});

test.each([
  ["30d", 30 * 86_400_000],
  ["12w6d", 90 * 86_400_000],
  ["720h", 30 * 86_400_000],
  ["24h0m0s", 86_400_000],
  ["1m30s", 90_000],
  ["0", 0],
])("a duration of Loki's: %s", (text, ms) => {
  expect(promDurationMs(text)).toBe(ms);
});

test.each(["", "1", "h", "1 h", "1.5h"])("no duration of Loki's: %j", (text) => {
  expect(() => promDurationMs(text)).toThrow(new Error(`"${text}" is no duration of Loki's`));
});

test("a table has a line for each row and columns as wide as they must be", () => {
  expect(
    tableText([
      ["a", "bb", "c"],
      ["long name", "", "two\n  lines"],
      ["x", "y"],
    ]),
  ).toBe("a          bb  c\nlong name      two lines\nx          y\n");
});

describe("checks", () => {
  const never = () => new Promise<never>(() => undefined);
  const good = () => Promise.resolve({ ok: true, detail: "seen" });

  test("all run, and a crash is a failure", async () => {
    const checks = [
      { name: "crash", run: () => Promise.reject(new Error("no route")) },
      { name: "good", run: good },
    ];
    expect(await runChecks(checks, Date.now() + 1_000)).toEqual([
      { name: "crash", ok: false, detail: "no route" },
      { name: "good", ok: true, detail: "seen" },
    ]);
  });

  test("what is not done in time has failed, and so has what comes after it", async () => {
    const checks = [
      { name: "endless", run: never },
      { name: "good", run: good },
    ];
    expect(await runChecks(checks, Date.now() + 50)).toEqual([
      { name: "endless", ok: false, detail: "not done when the time was up" },
      { name: "good", ok: false, detail: "not begun: the time was up" },
    ]);
  });
});

describe("what can be interrupted", () => {
  const listeners = () => process.listenerCount("SIGTERM");

  test.each([
    ["ends", () => Promise.resolve("done"), "done"],
    ["fails", () => Promise.reject(new Error("broken")), new Error("broken")],
    [
      "is interrupted",
      () => {
        setImmediate(() => process.emit("SIGTERM", "SIGTERM"));
        return new Promise<never>(() => undefined);
      },
      new Interrupted("interrupted by SIGTERM"),
    ],
  ])("cleans up when it %s", async (_, run, expected) => {
    const before = listeners();
    let cleaned = 0;
    const outcome = await interruptible<unknown>(run, () => {
      cleaned += 1;
      return Promise.resolve();
    }).catch((error: unknown) => error);
    expect(outcome).toEqual(expected);
    expect([cleaned, listeners()]).toEqual([1, before]);
  });
});
