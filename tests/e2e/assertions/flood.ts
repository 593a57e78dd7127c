import { setTimeout as delay } from "node:timers/promises";
import type { LokiClient } from "../../../tools/cluster/lokiClient";
import { compare, nanoseconds, newRun, rangeMs } from "../../../tools/load/lines";
import { p99, Writer, type Push } from "../../../tools/load/writer";
import { report } from "../support/report";
import type { Stage } from "../support/stage";
import { otherTenant } from "./tenants";

/** Megabytes a second that the other tenant may push. */
export const otherLimitMb = 0.2;

const floodMb = 10 * otherLimitMb;
const batchBytes = 100_000;
const windows = 3;
const windowMs = 10_000;

/**
 * One tenant pushes ten times what it may, in turns with nothing, while another one pushes as ever.
 * The turns are what they are compared by: what else the machine does is in both.
 */
export async function flood(stage: Stage) {
  const { stack, outputs } = stage;
  const users = outputs.tenants[otherTenant];
  if (users?.writeUser === undefined) {
    throw new Error(`the stack has no writer of ${otherTenant}`);
  }
  const flooder = stack.as(users.writeUser, users.writePassword ?? "");
  const start = Date.now();
  const writer = new Writer((options) => stack.writer({ retryForMs: 10_000, ...options }));
  const calm: [number, number][] = [];
  const floods: [number, number][] = [];
  const answers: number[] = [];
  try {
    for (let window = 0; window < windows; window += 1) {
      const began = Date.now();
      await delay(windowMs);
      const between = Date.now();
      answers.push(...(await push(flooder, between + windowMs)));
      calm.push([began, between]);
      floods.push([between, Date.now()]);
    }
  } finally {
    await writer.stop();
  }
  const during = (spans: readonly (readonly [number, number])[]) =>
    writer.pushes.filter(({ at }: Push) => spans.some(([from, to]) => at >= from && at < to));
  const found = await stack.reader().readAll(writer.query, rangeMs(start - 1_000, Date.now()));
  const result = {
    answers,
    refused: [...writer.refused, ...writer.refusedAttempts.map(({ said }) => said)],
    lines: compare(writer.acknowledged, found, writer.sent),
    sent: writer.acknowledged.size,
  };
  const refusals = answers.filter((status) => status === 429).length;
  report(
    `a flood of ${floodMb} MB/s, ${refusals} of ${answers.length} pushes refused: the other tenant's p99 ${p99(during(calm))} > ${p99(during(floods))} ms`,
  );
  return result;
}

/**
 * Pushes the same lines again and again without looking at what is said, as a program does that has gone
 * mad. Made once: the client whose pushes are timed runs in this process too.
 */
async function push(client: LokiClient, until: number): Promise<number[]> {
  const everyMs = batchBytes / (floodMb * 1_000);
  const answers: Promise<number>[] = [];
  // Shorter than where a test before this one has lines cut: what is cut off does not count.
  const line = "x".repeat(500);
  const time = nanoseconds(Date.now());
  const values = Array.from({ length: batchBytes / line.length }, (_, index) => [
    `${time + BigInt(index)}`,
    line,
  ]);
  const body = JSON.stringify({ streams: [{ stream: { job: newRun() }, values }] });
  const headers = { "Content-Type": "application/json" };
  while (Date.now() < until) {
    const next = Date.now() + everyMs;
    const sent = client.raw("/loki/api/v1/push", { method: "POST", headers, body });
    answers.push(
      sent.then(
        ({ status }) => status,
        () => 0,
      ),
    );
    await delay(Math.max(0, next - Date.now()));
  }
  return await Promise.all(answers);
}
