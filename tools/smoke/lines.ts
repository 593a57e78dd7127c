import { separateMetadata, type LokiClient } from "../cluster/lokiClient";
import type { DeployedStack } from "../deployed/deployedStack";
import { chunksInMemory, flushOut } from "../deployed/flush";
import { writeKnownLines, type KnownLines } from "../deployed/knownLines";
import { compare, type Sent } from "../load/lines";
import type { Check, Outcome } from "../deployed/checks";

/** So that every reading takes several pages. */
const pageSize = 150;

const flushWithinMs = 25_000;

type Direction = "forward" | "backward";
type Place = "memory" | "store";

/** Lines on their way through a stack. */
export interface LinesRun {
  readonly stack: DeployedStack;
  readonly reader: LokiClient;
  readonly lines: KnownLines;
  /** What Loki has taken. The first check fills it. */
  readonly acknowledged: Sent;
}

export const linesRun = (stack: DeployedStack, lines: KnownLines): LinesRun => ({
  stack,
  reader: stack.reader({ retryForMs: 5_000, headers: separateMetadata }),
  lines,
  acknowledged: new Map(),
});

/** Lines in, and out again from memory. Each check needs the first one. */
export const memoryChecks = (run: LinesRun): readonly Check[] => [
  { name: "write", run: () => write(run) },
  { name: "memory, forward", run: () => readAll(run, "memory", "forward") },
  { name: "memory, backward", run: () => readAll(run, "memory", "backward") },
  { name: "order", run: () => order(run) },
  { name: "metric query", run: () => metric(run) },
];

/** The same lines once they are in the object store. */
export const storeChecks = (run: LinesRun, withinMs = flushWithinMs): readonly Check[] => [
  { name: "flush", run: () => flush(run, withinMs) },
  { name: "store, forward", run: () => readAll(run, "store", "forward") },
  { name: "store, backward", run: () => readAll(run, "store", "backward") },
];

async function write({ stack, lines, acknowledged }: LinesRun): Promise<Outcome> {
  const start = Date.now();
  const written = await writeKnownLines(stack.writer({ retryForMs: 10_000 }), lines);
  written.acknowledged.forEach((time, line) => acknowledged.set(line, time));
  const [refusal] = written.refused;
  const some = `${acknowledged.size} of ${lines.all.size} lines in ${lines.streams.length} streams acknowledged`;
  return refusal === undefined
    ? { ok: true, detail: `${some} in ${seconds(start)}` }
    : { ok: false, detail: `${some}: ${refusal}` };
}

/** Page by page, each line exactly once and as it was sent. */
async function readAll(
  { reader, lines, acknowledged }: LinesRun,
  place: Place,
  direction: Direction,
): Promise<Outcome> {
  const chunks = await chunksInMemory(reader, lines);
  if (place === "store" && chunks > 0) {
    return { ok: false, detail: `${chunks} chunks are in memory, so the store cannot be told` };
  }
  const start = Date.now();
  const found = await reader.readAll(lines.query, lines.range, { pageSize, direction });
  const { read, lost, phantom, duplicate, corrupt } = compare(acknowledged, found, lines.all);
  const pages = Math.floor(found.length / pageSize) + 1;
  return {
    ok: acknowledged.size > 0 && lost + phantom + duplicate + corrupt === 0,
    detail: `${read} read in ${pages} pages in ${seconds(start)}: ${lost} lost, ${phantom} phantom, ${duplicate} duplicate, ${corrupt} corrupt`,
  };
}

/** As Loki sends them, which the client would put in order. */
async function order({ reader, lines }: LinesRun): Promise<Outcome> {
  const forward = await timesOf(reader, lines, "forward");
  const backward = await timesOf(reader, lines, "backward");
  const [stream] = lines.streams;
  const times = stream?.entries.map(({ time }) => time) ?? [];
  const rising = same(forward, times);
  const falling = same(backward, [...times].reverse());
  return {
    ok: rising && falling,
    detail: `a stream's ${times.length} lines are ${rising ? "" : "not "}in order forward, ${falling ? "" : "not "}backward`,
  };
}

async function timesOf(
  reader: LokiClient,
  { streamQuery, range, all }: KnownLines,
  direction: Direction,
): Promise<bigint[]> {
  const parameters = new URLSearchParams({
    query: streamQuery(0),
    start: `${range.start}`,
    end: `${range.end}`,
    limit: `${all.size}`,
    direction,
  });
  const { status, body } = await reader.raw(`/loki/api/v1/query_range?${parameters.toString()}`);
  if (status !== 200) {
    throw new Error(`the query was answered with ${status}: ${body.slice(0, 200)}`);
  }
  const { data } = JSON.parse(body) as {
    data: { result: { values: [string, ...unknown[]][] }[] };
  };
  return data.result.flatMap(({ values }) => values.map(([time]) => BigInt(time)));
}

const same = (a: readonly bigint[], b: readonly bigint[]) =>
  a.length === b.length && a.every((time, index) => time === b[index]);

/** Loki's own count of each stream. */
async function metric({ reader, lines }: LinesRun): Promise<Outcome> {
  const { query, range, streams } = lines;
  // A range of LogQL leaves its beginning out and takes its end in.
  const found = await reader.instant(
    `sum by (writer) (count_over_time(${query}[1s]))`,
    range.end - 1_000_000n,
  );
  const counts = new Map(found.map(({ labels, value }) => [labels["writer"], value]));
  const told = streams.map(({ labels }) => counts.get(labels["writer"]) ?? 0);
  return {
    ok: streams.every(({ entries }, index) => entries.length === told[index]),
    detail: `sum by (writer) (count_over_time(…[1s])) says ${told.join(", ")}`,
  };
}

/** Everything that is in memory goes to the store, until no replica has a chunk of the lines. */
async function flush({ stack, reader, lines }: LinesRun, withinMs: number): Promise<Outcome> {
  const start = Date.now();
  const chunks = await flushOut(stack, reader, lines, withinMs);
  return { ok: chunks > 0, detail: `${chunks} chunks left the memory in ${seconds(start)}` };
}

const seconds = (start: number) => `${((Date.now() - start) / 1_000).toFixed(1)} s`;
