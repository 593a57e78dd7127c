import { randomBytes } from "node:crypto";
import type { LogStream, LokiClient, TimeRange } from "../cluster/lokiClient";
import { batch, nanoseconds, type Sent } from "../load/lines";
import { Refusal } from "../refusal";

const writers = 5;
const linesPerWriter = 200;
const linesPerPush = 100;
/** Every so many lines have structured metadata. */
const metadataEvery = 10;

/** Of all runs: a job per run would be a label value that stays as long as the logs do. */
const job = "loki-smoke";

/** 1,000 lines in five streams that all follow from the name of their run. */
export interface KnownLines {
  readonly run: string;
  /** Finds them and no others. */
  readonly query: string;
  /** Finds those of one stream. */
  readonly streamQuery: (writer: number) => string;
  /** One second. Every line has a millisecond of its own. */
  readonly range: TimeRange;
  readonly streams: readonly LogStream[];
  /** Each line with its time. */
  readonly all: Sent;
}

/** What became of lines that were pushed. */
export interface WrittenLines {
  readonly acknowledged: Sent;
  /** Why a push failed for good; empty when none did. */
  readonly refused: readonly string[];
}

/** Names a run. The name holds the time of its first line, so that a later command finds them. */
export function nameRun(time: number): string {
  return `${Math.floor(time).toString(16).padStart(11, "0")}${randomBytes(3).toString("hex")}`;
}

/** The lines of a run. Refuses a name that no command has given. */
export function knownLines(run: string): KnownLines {
  const time = /^[0-9a-f]{17}$/.test(run) ? parseInt(run.slice(0, 11), 16) : Number.NaN;
  // Names begin with a time between 2020 and a day from now.
  if (!(time > 1_577_836_800_000 && time < Date.now() + 86_400_000)) {
    throw new Refusal(
      `"${run}" names no run: expected the 17 letters and digits that npm run smoke or npm run restore-drill has printed`,
    );
  }
  const start = nanoseconds(time);
  const ofRun = ` |= "run=${run} "`;
  const written = Array.from({ length: writers }, (_, writer) => linesOf(run, writer, start));
  return {
    run,
    query: `{job="${job}"}${ofRun}`,
    streamQuery: (writer) => `{job="${job}", writer="${writer}"}${ofRun}`,
    range: { start, end: start + nanoseconds(writers * linesPerWriter) },
    streams: written.map(({ stream }) => stream),
    all: new Map(written.flatMap(({ sent }) => sent)),
  };
}

function linesOf(run: string, writer: number, start: bigint) {
  const seqs = Array.from({ length: linesPerWriter }, (_, seq) => seq);
  const timeOf = (seq: number) => start + nanoseconds(seq * writers + writer);
  const { stream, sent } = batch(run, writer, seqs, timeOf);
  const entries = stream.entries.map((entry, seq) => ({
    ...entry,
    ...(seq % metadataEvery === 0 ? { metadata: { smoke_line: `${writer}-${seq}` } } : {}),
  }));
  return { stream: { labels: { job, writer: `${writer}` }, entries }, sent };
}

/** Pushes the lines, the streams side by side. A push that fails is told, not thrown. */
export async function writeKnownLines(
  client: LokiClient,
  { streams }: KnownLines,
): Promise<WrittenLines> {
  const acknowledged: Sent = new Map();
  const refused: string[] = [];
  const write = async ({ labels, entries }: LogStream) => {
    for (let first = 0; first < entries.length; first += linesPerPush) {
      const some = entries.slice(first, first + linesPerPush);
      try {
        await client.push([{ labels, entries: some }]);
        some.forEach(({ line, time }) => acknowledged.set(line, time));
      } catch (error) {
        refused.push((error as Error).message);
      }
    }
  };
  await Promise.all(streams.map(write));
  return { acknowledged, refused };
}
