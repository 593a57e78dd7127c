import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { DeployedStack } from "../../../tools/deployed/deployedStack";
import { httpPortOf, lokiStatefulSet } from "../../../tools/deployed/lokiStatefulSet";
import { sumOf } from "../../../tools/deployed/metrics";
import { nanoseconds } from "../../../tools/load/lines";

const streams = 10;
const linesPerPush = 3_000;

const watchEveryMs = 100;
const mostWatchMs = 600_000;

/** Writes so many lines that a replica which is killed needs a while to replay its log. */
export async function fillLogs(stack: DeployedStack, pushes: number): Promise<void> {
  const client = stack.writer({ retryForMs: 60_000, timeoutMs: 30_000 });
  const fill = async (stream: number) => {
    const labels = { job: "e2e-filler", stream: `${stream}` };
    for (let push = 0; push < pushes / streams; push += 1) {
      const start = nanoseconds(Date.now());
      const entries = Array.from({ length: linesPerPush }, (_, index) => ({
        time: start + BigInt(index),
        line: `filler ${push} ${index} ${"x".repeat(30)}`,
      }));
      await client.push([{ labels, entries }]);
    }
  };
  await Promise.all(Array.from({ length: streams }, (_, stream) => fill(stream)));
}

/** The most pushes that had reached each Loki that was seen replaying its log, whenever it was. */
export type PushesInReplay = Readonly<Record<string, number>>;

/**
 * Looks at each Loki several times a second until it is stopped. The lines that Loki itself counts
 * as known in its log do not tell: a checkpoint and the log after it share some by their nature.
 */
export class ReplayWatch {
  private readonly stopped = new AbortController();
  private readonly pushes: Record<string, number> = {};
  private readonly watching: Promise<void>;

  constructor(private readonly stack: DeployedStack) {
    this.watching = this.watchAll();
  }

  async stop(): Promise<PushesInReplay> {
    this.stopped.abort();
    await this.watching;
    return this.pushes;
  }

  private async watchAll(): Promise<void> {
    const { stack } = this;
    const port = httpPortOf(await lokiStatefulSet(stack));
    const names = (await stack.lokis()).map(({ metadata: { name } }) => name);
    await Promise.all(
      names.map(async (name) => {
        const url = await stack.reach.pod(stack.outputs.namespace, name, port);
        await this.watch(name, `${url}/metrics`);
      }),
    );
  }

  /** Its pod, and with it its address, outlives a process that is killed. */
  private async watch(name: string, url: string): Promise<void> {
    const end = Date.now() + mostWatchMs;
    while (!this.stopped.signal.aborted && Date.now() < end) {
      const metrics = await metricsAt(url);
      if (sumOf(metrics, "loki_ingester_wal_replay_active") === 1) {
        this.pushes[name] = Math.max(this.pushes[name] ?? 0, pushesIn(metrics));
      }
      await delay(watchEveryMs);
    }
  }
}

/**
 * Nothing while it is away. Whatever becomes of the connection, a request closes: a `fetch` of a
 * process that was killed meanwhile was seen to be pending for ever.
 */
function metricsAt(url: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    let isWhole = () => false;
    const request = get(url, { agent: false, timeout: 5_000 }, (response) => {
      isWhole = () => response.complete && response.statusCode === 200;
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("error", () => undefined);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => undefined);
    request.on("close", () => {
      resolve(isWhole() ? text : "");
    });
  });
}

/** What the ingester in it was asked to take, be it that it did or not. */
const pushesIn = (metrics: string) =>
  sumOf(
    metrics
      .split("\n")
      .filter((line) => line.includes('route="/logproto.Pusher/Push"'))
      .join("\n"),
    "loki_request_duration_seconds_count",
  );
