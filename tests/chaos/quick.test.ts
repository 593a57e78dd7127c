import { quickSince } from "../../tools/chaos/measure/quick";
import { wholeSince, type Health } from "../../tools/chaos/measure/health";
import { p99, type Push } from "../../tools/load/writer";

/** Pushes as five writers make them, four times a second each, from one moment to another. */
const pushes = (from: number, to: number, ms: number): Push[] =>
  Array.from({ length: (to - from) / 50 }, (_, index) => ({ at: from + index * 50, ms }));

const args = { since: 10_000, settleMs: 8_000, slowest: 250 };

test.each<[string, readonly Push[], number, number | undefined]>([
  ["quick from the start", pushes(10_000, 20_000, 20), 18_000, 10_000],
  ["quick, but not for long enough", pushes(10_000, 17_000, 20), 17_999, undefined],
  [
    "slow for three seconds, then quick",
    [...pushes(10_000, 13_000, 900), ...pushes(13_000, 23_000, 20)],
    22_000,
    13_850,
  ],
  ["slow all the time", pushes(10_000, 30_000, 300), 30_000, undefined],
  ["no push at all", [], 30_000, undefined],
  ["too few pushes: writers wait for an answer", pushes(10_000, 13_000, 20), 18_000, undefined],
  [
    "one slow push of many",
    [{ at: 12_000, ms: 900 }, ...pushes(10_000, 20_000, 20)],
    18_000,
    10_000,
  ],
])("%s", (_, made, now, expected) => {
  expect(quickSince(made, args, now)).toBe(expected);
});

test("99 of 100 pushes took no longer", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ({ at: 0, ms: 100 - index }));
  expect([p99(hundred), p99([{ at: 0, ms: 7 }]), p99([])]).toEqual([99, 7, 0]);
});

test("a stack is whole since the first look after the last that was not", () => {
  const looks = (...whole: readonly boolean[]): Health[] =>
    whole.map((one, at) => ({ at, whole: one, missing: "" }));
  expect(wholeSince(looks(true, false, true, true))).toBe(2);
  expect(wholeSince(looks(true, true))).toBe(0);
  expect(wholeSince(looks(true, false))).toBeUndefined();
  expect(wholeSince([])).toBeUndefined();
});
