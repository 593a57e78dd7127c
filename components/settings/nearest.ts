import { distance } from "fastest-levenshtein";

/**
 * The candidate that a misspelt text most likely means; `undefined` where more than half of it would
 * have to change. Case does not count. Of equally near ones the first.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      changes: distance(text.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.changes - b.changes);
  const [best] = ranked;
  return best !== undefined && best.changes <= Math.max(text.length, best.candidate.length) / 2
    ? best.candidate
    : undefined;
}
