import { setTimeout as delay } from "node:timers/promises";
import { median } from "../bench/measure";
import { generate } from "./lines";
import type { OneLoki } from "./oneLoki";
import { dataHours, questions, type Question, type Way } from "./questions";

/** What one way of asking costs. */
export interface Cost {
  readonly way: Way;
  /** The numbers of the answer, by their labels. */
  readonly answer: Readonly<Record<string, number>>;
  readonly lines: number;
  readonly megabytes: number;
  readonly chunks: number;
  /** Medians of the runs. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export interface QuestionCosts {
  readonly question: Question;
  readonly costs: readonly Cost[];
}

export interface Measured {
  readonly lines: number;
  readonly bytesPerLine: number;
  readonly runs: number;
  readonly questions: readonly QuestionCosts[];
}

const hourMs = 3_600_000;

/** Fills a Loki with lines, has it put them into chunks, and asks every question several times. */
export async function measure(
  loki: OneLoki,
  options: { readonly lines: number; readonly runs: number; readonly log: (text: string) => void },
): Promise<Measured> {
  const { lines, runs, log } = options;
  const end = Date.now() - 60_000;
  const start = end - dataHours * hourMs;
  const data = generate(lines, start, end);
  let pushed = 0;
  for (const streams of data.pushes) {
    await loki.client.push(streams);
    pushed += 1;
    if (pushed % 25 === 0) {
      log(`${pushed} pushes`);
    }
  }
  await flush(loki, start, end);
  log("all lines are in chunks");
  const measured: QuestionCosts[] = [];
  for (const question of questions(data.traceId)) {
    const costs: Cost[] = [];
    for (const way of question.ways) {
      costs.push(await costOf(loki, way, end, runs));
    }
    refuseDifferent(question, costs);
    measured.push({ question, costs });
    log(question.title);
  }
  return { lines, bytesPerLine: data.bytes() / lines, runs, questions: measured };
}

async function flush(loki: OneLoki, start: number, end: number): Promise<void> {
  const range = { start: BigInt(start) * 1_000_000n, end: BigInt(end) * 1_000_000n };
  const deadline = Date.now() + 900_000;
  for (;;) {
    await loki.client.raw("/flush", { method: "POST" });
    await delay(3_000);
    const { ingester } = await loki.client.stats('{job=~".+"}', range);
    if (ingester.totalChunksMatched === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${ingester.totalChunksMatched} chunks are still in memory`);
    }
  }
}

interface Stats {
  readonly summary: { readonly totalBytesProcessed: number; readonly totalLinesProcessed: number };
  readonly querier: { readonly store: { readonly totalChunksDownloaded: number } };
}

interface Answer {
  readonly data: {
    readonly result: readonly { metric: Record<string, string>; value: [number, string] }[];
    readonly stats: Stats;
  };
}

async function costOf(loki: OneLoki, way: Way, endMs: number, runs: number): Promise<Cost> {
  const search = new URLSearchParams({ query: way.expr, time: `${endMs}000000` });
  const ask = async () => {
    const { status, body } = await loki.client.raw(`/loki/api/v1/query?${search.toString()}`);
    if (status !== 200) {
      throw new Error(`Loki answered ${status} to ${way.expr}: ${body.slice(0, 300)}`);
    }
    return (JSON.parse(body) as Answer).data;
  };
  // The first run reads the chunks from the disk, all others from Loki's cache.
  const { result, stats } = await ask();
  const cpu: number[] = [];
  const wall: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const [cpuBefore, wallBefore] = [loki.cpuSeconds(), performance.now()];
    await ask();
    wall.push((performance.now() - wallBefore) / 1_000);
    cpu.push(loki.cpuSeconds() - cpuBefore);
  }
  return {
    way,
    answer: Object.fromEntries(
      result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]),
    ),
    lines: stats.summary.totalLinesProcessed,
    megabytes: stats.summary.totalBytesProcessed / 1e6,
    chunks: stats.querier.store.totalChunksDownloaded,
    cpuSeconds: median(cpu),
    wallSeconds: median(wall),
  };
}

/** Ways that are compared must find the same, and something. */
function refuseDifferent({ title, same = true }: Question, costs: readonly Cost[]): void {
  const answers = costs.map(({ answer }) => JSON.stringify(Object.entries(answer).sort()));
  if (answers.includes("[]")) {
    throw new Error(`${title}: nothing was found`);
  }
  if (same && new Set(answers).size !== 1) {
    throw new Error(`${title}: the answers differ: ${answers.join(", ")}`);
  }
}
