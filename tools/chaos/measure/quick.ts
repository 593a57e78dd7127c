import { p99, pushesPerSecond, type Push } from "../../load/writer";

/**
 * From when on, at the earliest, 99 of 100 pushes took less than `slowest` ms for `settleMs`; nothing
 * where that is not so yet.
 */
export function quickSince(
  pushes: readonly Push[],
  args: { readonly since: number; readonly settleMs: number; readonly slowest: number },
  now = Date.now(),
): number | undefined {
  const { settleMs, slowest } = args;
  let start = args.since;
  while (start + settleMs <= now) {
    const end = start + settleMs;
    const window = pushes.filter(({ at }) => at >= start && at < end);
    // Writers that wait for their answer push nothing, which must not look like calm.
    const enough = window.length >= (0.5 * pushesPerSecond * settleMs) / 1_000;
    if (enough && p99(window) < slowest) {
      return start;
    }
    const slow = window.filter(({ ms }) => ms >= slowest).at(-1);
    start = slow === undefined ? start + 500 : slow.at + slow.ms;
  }
  return undefined;
}
