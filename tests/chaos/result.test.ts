import { reportText, type Outcome } from "../../tools/chaos/report";
import { resultOf, withStore, type Measured } from "../../tools/chaos/result";
import type { Bounds, Fault } from "../../tools/chaos/fault";
import type { Comparison } from "../../tools/load/lines";
import type { Written } from "../../tools/load/writer";

const fault = (bounds: Partial<Bounds> = {}): Fault => ({
  id: "F01",
  title: "one Loki killed",
  how: "SIGKILL",
  hold: { short: 5, long: 30 },
  settings: ["loki.replicas 3"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60, ...bounds },
  needs: {},
  make: () => Promise.reject(new Error("not made here")),
});

const all = (read: number): Comparison => ({
  ...{ read, lost: 0, phantom: 0, duplicate: 0, corrupt: 0 },
});

const written = (attempts: readonly number[] = [], refused: readonly string[] = []): Written => ({
  query: '{job="x"}',
  sent: new Map([
    ["a", 1n],
    ["b", 2n],
  ]),
  acknowledged: new Map([["a", 1n]]),
  pushes: [],
  refusedAttempts: attempts.map((at, index) => ({ at, said: `answer ${index % 4}` })),
  refused,
});

const seen = (more: Partial<Measured> = {}): Measured => ({
  times: { broken: 10_000, mended: 15_000, recovered: 22_040 },
  evidence: "loki-0 restarted 1×",
  written: written(),
  pushed: all(1),
  printed: all(7),
  printedCount: 7,
  baselineP99Ms: 20,
  p99Ms: 40,
  memory: new Map([
    ["loki-1", 100 * 2 ** 20],
    ["loki-0", 2 ** 20 + 1],
  ]),
  unexpected: [],
  ...more,
});

test("tells what was seen of a fault that the stack stood", () => {
  expect(resultOf(fault(), seen())).toEqual({
    id: "F01",
    title: "one Loki killed",
    heldSeconds: 5,
    evidence: "loki-0 restarted 1×",
    sent: 2,
    acknowledged: 1,
    printed: 7,
    lost: 0,
    duplicated: 0,
    wrong: 0,
    refusedAttempts: 0,
    answers: [],
    refused: 0,
    detectSeconds: undefined,
    outageSeconds: 0,
    recoverySeconds: 7,
    baselineP99Ms: 20,
    p99Ms: 40,
    peakMemoryMiB: { "loki-0": 2, "loki-1": 100 },
    settings: ["loki.replicas 3"],
    failures: [],
  });
});

test("counts from the first refused attempt or the first look that found something missing", () => {
  const tolerant = fault({ refusedAttempts: "some", outageSeconds: 10 });
  const attempts = written([11_500, 12_000, 14_000]);
  const result = resultOf(tolerant, seen({ written: attempts, firstUnwhole: 10_800 }));
  expect(result).toMatchObject({
    refusedAttempts: 3,
    answers: ["answer 0", "answer 1", "answer 2"],
    detectSeconds: 0.8,
    outageSeconds: 2.5,
    failures: [],
  });
  expect(resultOf(tolerant, seen({ written: attempts })).detectSeconds).toBe(1.5);
});

const lossy = (member: keyof Comparison, count: number): Comparison => ({
  ...all(1),
  [member]: count,
});

test.each<[string, Partial<Bounds>, Partial<Measured>, string]>([
  ["pushed lines lost", {}, { pushed: lossy("lost", 2) }, "2 lines lost"],
  ["printed lines lost", {}, { printed: lossy("lost", 3) }, "3 lines lost"],
  ["lines read twice", {}, { pushed: lossy("duplicate", 1) }, "1 lines read twice"],
  [
    "lines that nobody sent",
    {},
    { printed: lossy("phantom", 4) },
    "4 lines that were never sent, or are damaged",
  ],
  [
    "damaged lines",
    {},
    { pushed: lossy("corrupt", 5) },
    "5 lines that were never sent, or are damaged",
  ],
  ["nothing printed", {}, { printedCount: 0 }, "nothing was printed"],
  [
    "nothing acknowledged",
    {},
    { written: { ...written(), acknowledged: new Map() } },
    "nothing was acknowledged",
  ],
  [
    "pushes given up",
    { refusedAttempts: "while it lasts", outageSeconds: 1 },
    { written: written([], ["no"]) },
    "1 pushes refused for good",
  ],
  ["an attempt refused", {}, { written: written([11_000]) }, "1 attempts refused, and none may be"],
  [
    "attempts refused for too long",
    { refusedAttempts: "some", outageSeconds: 3 },
    { written: written([11_000, 14_100]) },
    "attempts refused for 3.1 s, more than 3 s",
  ],
  [
    "attempts refused for longer than the fault",
    { refusedAttempts: "while it lasts", outageSeconds: 3 },
    { written: written([10_000, 18_100]) },
    "attempts refused for 8.1 s, more than 8 s",
  ],
  ["a slow recovery", { recoverySeconds: 6 }, {}, "whole again after 7 s, more than 6 s"],
  ["side effects", {}, { unexpected: ["loki-2 ended"] }, "loki-2 ended"],
])("fails for %s", (_, bounds, more, failure) => {
  expect(resultOf(fault(bounds), seen(more)).failures).toEqual([failure]);
});

test("judges what the store alone has", () => {
  const result = resultOf(fault(), seen());
  const whole = { pushed: all(1), printed: all(7) };
  expect(withStore(result, whole)).toEqual({ ...result, lostFromStore: 0 });
  expect(withStore(result, { ...whole, printed: lossy("lost", 2) })).toMatchObject({
    lostFromStore: 2,
    failures: ["2 lines lost from the store"],
  });
  expect(withStore(result, { ...whole, pushed: lossy("duplicate", 1) }).failures).toEqual([
    "1 lines of the store twice, never sent or damaged",
  ]);
});

test("reports a line for each fault, and below what is behind it", () => {
  const failed = resultOf(fault(), seen({ written: written([11_000]), memory: new Map() }));
  const outcomes: Outcome[] = [
    {
      kind: "made",
      result: withStore(resultOf(fault(), seen()), { pushed: all(1), printed: all(7) }),
    },
    { kind: "made", result: { ...failed, id: "F02" } },
    { kind: "not possible", id: "F09", title: "full", why: "the volume is shared" },
    { kind: "broke off", id: "F13", title: "away", why: "no answer" },
  ];
  expect(reportText(outcomes))
    .toBe(`fault                verdict       sent  acked  printed  lost  lost from store  twice  refused  for good  detect s  outage s  recover s  p99 ms   Loki MiB
F01 one Loki killed  held          2     1      7        0     0                0      0        0         -         0         7          20 > 40  100
F02 one Loki killed  FAILED        2     1      7        0     -                0      1        0         1         0         7          20 > 40  -
F09 full             NOT POSSIBLE
F13 away             BROKE OFF

F01 lasted 5 s: loki-0 restarted 1×
    as good as: loki.replicas 3
    peak MiB: loki-0 2, loki-1 100
F02 lasted 5 s: loki-0 restarted 1×
    as good as: loki.replicas 3
    peak MiB: not measured: it needs the right to get nodes/proxy
    refused with: answer 0
    NOT HELD: 1 attempts refused, and none may be
F09 not possible: the volume is shared
F13 broke off: no answer
`);
});
