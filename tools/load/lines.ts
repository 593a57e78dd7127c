import { createHash, randomBytes } from "node:crypto";
import type { FoundEntry, LogStream, TimeRange } from "../cluster/lokiClient";

/** What became of the lines that were acknowledged. */
export interface Comparison {
  readonly read: number;
  /** Acknowledged but not read. */
  readonly lost: number;
  /** Read but never sent. */
  readonly phantom: number;
  /** Read more than once. */
  readonly duplicate: number;
  /** Whose checksum is wrong, or whose time is not the one it was sent with. */
  readonly corrupt: number;
}

/** A name for the lines of one test, so that lines of another one never count. */
export const newRun = () => randomBytes(6).toString("hex");

export const jobOf = (run: string) => `e2e-${run}`;
export const selectorOf = (run: string) => `{job="${jobOf(run)}"}`;
export const writerSelector = (run: string, writer: number) =>
  `{job="${jobOf(run)}", writer="${writer}"}`;

/** A line of about 300 bytes that says who wrote it and that it is whole. */
export function numberedLine(run: string, writer: number, seq: number): string {
  const id = `run=${run} writer=${writer} seq=${seq}`;
  return `${id} sum=${checksum(id)} ${"x".repeat(200 + ((seq * 7) % 60))}`;
}

const linePattern = /^(?<id>run=\w+ writer=\d+ seq=\d+) sum=(?<sum>\w+) x+$/;

/** Twenty digits: sixteen that happen to be decimal look like a card's number, which is redacted. */
const checksum = (id: string) => createHash("sha256").update(id).digest("hex").slice(0, 20);

/** A sent line: its time by its identity. */
export type Sent = Map<string, bigint>;

/** One batch of a writer, and what to remember of it. */
export function batch(
  run: string,
  writer: number,
  seqs: readonly number[],
  timeOf: (seq: number) => bigint,
): { readonly stream: LogStream; readonly sent: readonly (readonly [string, bigint])[] } {
  const entries = seqs.map((seq) => ({ time: timeOf(seq), line: numberedLine(run, writer, seq) }));
  return {
    stream: { labels: { job: jobOf(run), writer: `${writer}` }, entries },
    sent: entries.map(({ line, time }) => [line, time] as const),
  };
}

/**
 * Compares what was read with what was acknowledged.
 * @param sent what may be read: a line that was sent and refused may have been stored all the same
 */
export function compare(
  acknowledged: Sent,
  found: readonly FoundEntry[],
  sent: Sent = acknowledged,
): Comparison {
  const unique = new Set(found.map(({ line }) => line));
  const corrupt = found.filter(({ line, time }) => {
    const { id = "", sum } = linePattern.exec(line)?.groups ?? {};
    return sum !== checksum(id) || (sent.has(line) && sent.get(line) !== time);
  });
  return {
    read: found.length,
    lost: [...acknowledged.keys()].filter((line) => !unique.has(line)).length,
    phantom: [...unique].filter((line) => !sent.has(line)).length,
    duplicate: found.length - unique.size,
    corrupt: corrupt.length,
  };
}

/** What a comparison is where every line was read once and as it was sent. */
export const allRead = (sent: Sent): Comparison => ({
  read: sent.size,
  lost: 0,
  phantom: 0,
  duplicate: 0,
  corrupt: 0,
});

export const nanoseconds = (ms: number) => BigInt(Math.round(ms)) * 1_000_000n;

/** From one moment of this machine's clock, in milliseconds, to another. */
export const rangeMs = (start: number, end: number): TimeRange => ({
  start: nanoseconds(start),
  end: nanoseconds(end),
});
