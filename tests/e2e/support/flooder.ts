import { setPriority } from "node:os";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { ServerTls } from "../../../components/serverTls";
import { LokiClient } from "../../../tools/cluster/lokiClient";
import { nanoseconds, newRun } from "../../../tools/load/lines";

/** What the flooder is told. */
export interface FloodOrder {
  /** `http(s)://host:port` of the gateway. */
  readonly url: string;
  readonly tls?: ServerTls;
  readonly user: string;
  readonly password: string;
  /** Megabytes a second. */
  readonly rateMb: number;
  readonly seconds: number;
}

const batchBytes = 100_000;

/**
 * Pushes the same lines again and again without looking at what is said, as a program does that has gone
 * mad.
 */
async function flood({ rateMb, seconds, ...way }: FloodOrder): Promise<number[]> {
  const client = new LokiClient(way);
  const everyMs = batchBytes / (rateMb * 1_000);
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
  const until = Date.now() + seconds * 1_000;
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

// Elsewhere a client has a machine of its own: here it takes what processor time is left.
setPriority(19);
void json(process.stdin).then(async (order) => {
  process.stdout.write(JSON.stringify(await flood(order as FloodOrder)));
});
