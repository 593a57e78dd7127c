import { total, type Series } from "./exposition";

/** What a canary has counted so far. */
export function canaryCounts(found: readonly Series[]) {
  const count = (name: string) => total(found, `loki_canary_${name}`) ?? 0;
  return {
    written: count("entries_total"),
    heard: count("response_latency_seconds_count"),
    unexpected: count("unexpected_entries_total"),
    duplicate: count("duplicate_entries_total"),
  };
}

/**
 * Whether a canary has heard so many lines, and at this moment each that it has written. Its own count of
 * missing lines says nothing for six minutes: it first waits and asks. A line that is lost keeps these two
 * apart for ever.
 */
export const hasHeardAll = (found: readonly Series[], enough: number): boolean => {
  const { written, heard } = canaryCounts(found);
  return heard >= enough && heard === written;
};
