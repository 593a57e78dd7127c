import type { LokiClient, TimeRange } from "../../../tools/cluster/lokiClient";
import {
  allRead,
  batch,
  compare,
  nanoseconds,
  newRun,
  selectorOf,
  writerSelector,
  type Comparison,
  type Sent,
} from "../../../tools/load/lines";
import { flushLokis } from "../../../tools/deployed/flush";
import { report, timed } from "../support/report";
import type { Stage } from "../support/stage";

const writers = 10;
const perWriter = 10_000;
const perPush = 1_000;

/** Lines that were pushed and are known one by one. */
export interface Volume {
  readonly run: string;
  readonly sent: Sent;
  readonly range: TimeRange;
}

/** What was read, and what it should have been. */
export interface Readings {
  readonly forward: Comparison;
  readonly backward: Comparison;
  /** Counted by Loki: all, and each stream's lines of one half of the time. */
  readonly counts: readonly number[];
}

/** Pushes 100,000 lines: ten streams, each with a line every millisecond of the last two minutes. */
export async function pushVolume(stage: Stage): Promise<Volume> {
  const client = stage.stack.writer({ retryForMs: 30_000 });
  const run = newRun();
  const sent: Sent = new Map();
  const start = nanoseconds(Date.now() - 120_000);
  // Every line has a time of its own.
  const timeOf = (writer: number) => (seq: number) =>
    start + BigInt(seq) * 10_000_000n + BigInt(writer) * 1_000_000n;
  const write = async (writer: number) => {
    for (let first = 0; first < perWriter; first += perPush) {
      const seqs = Array.from({ length: perPush }, (_, index) => first + index);
      const lines = batch(run, writer, seqs, timeOf(writer));
      await client.push([lines.stream]);
      lines.sent.forEach(([line, time]) => sent.set(line, time));
    }
  };
  const [, seconds] = await timed(() =>
    Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))),
  );
  report(`${sent.size} lines pushed in ${seconds}`);
  return { run, sent, range: { start, end: timeOf(0)(perWriter) } };
}

/** Reads everything back, from both ends, and has Loki count it. */
export async function readVolume(stage: Stage, { run, sent, range }: Volume): Promise<Readings> {
  const reader = stage.stack.reader();
  const read = async (direction: "forward" | "backward") => {
    const found = await reader.readAll(selectorOf(run), range, { direction });
    return compare(sent, found);
  };
  const [forward, forwardSeconds] = await timed(() => read("forward"));
  const [backward, backwardSeconds] = await timed(() => read("backward"));
  report(`read back in ${forwardSeconds} forward, ${backwardSeconds} backward`);
  return { forward, backward, counts: await countVolume(reader, run, range) };
}

/** What `readVolume` returns when nothing is missing. */
export const wholeVolume = ({ sent }: Volume): Readings => ({
  forward: allRead(sent),
  backward: allRead(sent),
  counts: [sent.size, ...Array.from({ length: writers }, () => perWriter / 2)],
});

async function countVolume(
  reader: LokiClient,
  run: string,
  { start, end }: TimeRange,
): Promise<number[]> {
  const count = async (selector: string, from: bigint, to: bigint) => {
    // Loki's range leaves out its beginning and takes its end in.
    const seconds = (to - from) / 1_000_000_000n;
    const expr = `sum(count_over_time(${selector}[${seconds}s]))`;
    const [sample] = await reader.instant(expr, to - 1_000_000n);
    return sample?.value ?? 0;
  };
  const half = start + (end - start) / 2n;
  const halves = Array.from({ length: writers }, (_, writer) =>
    count(writerSelector(run, writer), start, half),
  );
  return await Promise.all([count(selectorOf(run), start, end), ...halves]);
}

/**
 * Flushes every Loki pod, stops them all, takes their write-ahead logs away and starts them again:
 * what is read after that can only come from the store.
 */
export async function leaveOnlyTheStore(stage: Stage, { run, range }: Volume): Promise<void> {
  const { cluster, stack } = stage;
  const { namespace } = stack.outputs;
  const before = await stack.lokis();
  await flushLokis(stack);
  const [, seconds] = await timed(async () => {
    await stack.scaleLoki(0);
    const logs = before.map(({ metadata: { name } }) => `wal-${name}`);
    await cluster.kubectl.delete(["persistentvolumeclaims", "--namespace", namespace, ...logs]);
    await stack.scaleLoki(before.length);
  });
  report(`all Loki pods stopped, their write-ahead logs removed, and started in ${seconds}`);
  const { ingester } = await stack.reader({ retryForMs: 30_000 }).stats(selectorOf(run), range);
  expect(ingester.totalChunksMatched).toBe(0);
}
