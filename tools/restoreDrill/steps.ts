import type { LokiClient } from "../cluster/lokiClient";
import { poll } from "../cluster/poll";
import type { Check, Outcome } from "../deployed/checks";
import type { DeployedStack } from "../deployed/deployedStack";
import { flushOut } from "../deployed/flush";
import { writeKnownLines, type KnownLines } from "../deployed/knownLines";
import { compare } from "../load/lines";
import { countJobs, countsText } from "./counts";
import { indexDue } from "./indexDue";
import type { DrillOptions } from "./options";
import type { ReadOnlyLoki } from "./readOnlyLoki";
import { drillName } from "./readOnlyPod";
import { restartLokis } from "./restarts";

/** A drill that has begun. */
export interface DrillRun extends DrillOptions {
  readonly stack: DeployedStack;
  readonly second: ReadOnlyLoki;
  /** Of the second Loki. */
  readonly objects: readonly object[];
  readonly lines: KnownLines;
  readonly bucket: string;
  readonly progress: (text: string) => void;
}

/** What a smoke test takes at most: lines of an earlier run were flushed within it. */
const runMs = 60_000;

const flushWithinMs = 60_000;

/** Lines into the bucket, and a second Loki beside it. */
export const preparation = (drill: DrillRun): readonly Check[] => [
  ...(drill.run === undefined
    ? [
        { name: "write", run: () => write(drill) },
        { name: "flush", run: () => flush(drill) },
      ]
    : []),
  ...(drill.restartLokis ? [{ name: "restart", run: () => restart(drill) }] : []),
  { name: "second Loki", run: () => startSecond(drill) },
];

/** What the second Loki finds there. */
export const verification = (drill: DrillRun): readonly Check[] => [
  { name: "no way to write", run: () => refusesWrites(drill) },
  { name: "index", run: () => indexShipped(drill) },
  { name: "store, forward", run: () => readAll(drill, "forward") },
  { name: "store, backward", run: () => readAll(drill, "backward") },
  { name: "other lines", run: () => otherLines(drill) },
];

async function write({ stack, lines }: DrillRun): Promise<Outcome> {
  const writer = stack.writer({ retryForMs: 30_000 });
  const { acknowledged, refused } = await writeKnownLines(writer, lines);
  const [refusal] = refused;
  const some = `${acknowledged.size} of ${lines.all.size} lines acknowledged`;
  return {
    ok: refusal === undefined,
    detail: refusal === undefined ? some : `${some}: ${refusal}`,
  };
}

async function flush({ stack, lines }: DrillRun): Promise<Outcome> {
  const reader = stack.reader({ retryForMs: 10_000 });
  const chunks = await flushOut(stack, reader, lines, flushWithinMs);
  return { ok: chunks > 0, detail: `${chunks} chunks left the memory of the replicas` };
}

async function restart({ stack, progress }: DrillRun): Promise<Outcome> {
  const restarted: string[] = [];
  await restartLokis(stack, (pod) => {
    restarted.push(pod);
    progress(`${pod} was restarted`);
  });
  return { ok: restarted.length > 0, detail: `${restarted.join(", ")}, one after the other` };
}

async function startSecond({ second, objects, bucket }: DrillRun): Promise<Outcome> {
  const start = Date.now();
  await second.start(objects);
  return { ok: true, detail: `${drillName} reads ${bucket}, ready after ${seconds(start)}` };
}

/** It could not harm the bucket: whatever writes or deletes is not even there. */
async function refusesWrites({ stack }: DrillRun): Promise<Outcome> {
  const client = secondOf(stack);
  const paths = ["/loki/api/v1/push", "/loki/api/v1/delete", "/flush", "/ingester/shutdown"];
  const answers = await Promise.all(
    paths.map(async (path) => {
      const { status } = await client.raw(path, { method: "POST" });
      return { path, status };
    }),
  );
  return {
    ok: answers.every(({ status }) => status === 404),
    detail: answers.map(({ path, status }) => `${path} ${status}`).join(", "),
  };
}

/** Waits until the second Loki finds every line: until then the index is on the replicas' disks. */
async function indexShipped({ stack, lines, run, restartLokis, progress }: DrillRun) {
  const client = secondOf(stack);
  const start = Date.now();
  const flushedAt = run === undefined ? start : Number(lines.range.start / 1_000_000n) + runMs;
  const due = indexDue({ flushedAt, now: start, restarted: restartLokis });
  const expr = `sum(count_over_time(${lines.query}[1s]))`;
  let found = 0;
  let told = 0;
  await poll(
    async () => {
      found = (await client.instant(expr, lines.range.end - 1_000_000n))[0]?.value ?? 0;
      if (Date.now() - told > 60_000) {
        told = Date.now();
        progress(`${found} of ${lines.all.size} lines found so far, all expected by ${clock(due)}`);
      }
      return found >= lines.all.size ? true : undefined;
    },
    { what: `all lines found by the index`, timeoutMs: due - start, intervalMs: 5_000 },
  ).catch((error: unknown) => {
    throw new Error(`${found} of ${lines.all.size} lines found: ${(error as Error).message}`);
  });
  return { ok: true, detail: `all ${found} lines found after ${seconds(start)}` };
}

async function readAll(
  { stack, lines }: DrillRun,
  direction: "forward" | "backward",
): Promise<Outcome> {
  const found = await secondOf(stack).readAll(lines.query, lines.range, { direction });
  const { read, lost, phantom, duplicate, corrupt } = compare(lines.all, found);
  return {
    ok: read > 0 && lost + phantom + duplicate + corrupt === 0,
    detail: `${read} read: ${lost} lost, ${phantom} phantom, ${duplicate} duplicate, ${corrupt} corrupt`,
  };
}

/** For information: what was written late, or deleted since the copy, may differ. */
async function otherLines({ stack, lines }: DrillRun): Promise<Outcome> {
  const counts = await countJobs(stack.reader(), secondOf(stack), lines);
  return { ok: true, detail: countsText(counts) };
}

const secondOf = (stack: DeployedStack): LokiClient => stack.pod(drillName, { retryForMs: 10_000 });

const seconds = (start: number) => `${((Date.now() - start) / 1_000).toFixed(1)} s`;

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
