import { setTimeout as delay } from "node:timers/promises";
import type { LokiClient, LokiClientOptions } from "../cluster/lokiClient";
import { batch, nanoseconds, newRun, selectorOf, type Sent } from "./lines";

const writers = 5;
const linesPerPush = 10;
/** Of each writer: together 200 lines a second. */
const everyMs = 250;

/** What the writers do together while nothing holds them up. */
export const pushesPerSecond = (writers * 1_000) / everyMs;

/** One push that was acknowledged. */
export interface Push {
  /** When it began, in milliseconds of this machine's clock. */
  readonly at: number;
  /** How long it took, repetitions included. */
  readonly ms: number;
}

/** One answer that was not an acknowledgement: the client then repeated the push, or gave up. */
export interface RefusedAttempt {
  readonly at: number;
  readonly said: string;
}

/** What a writer did until it was stopped. */
export interface Written {
  readonly query: string;
  readonly sent: Sent;
  readonly acknowledged: Sent;
  readonly pushes: readonly Push[];
  readonly refusedAttempts: readonly RefusedAttempt[];
  /** Answers of pushes that were refused for good, after the client's own repetitions. */
  readonly refused: readonly string[];
}

/** Pushes 200 lines a second in five streams until it is stopped. */
export class Writer implements Written {
  private readonly run = newRun();
  readonly query = selectorOf(this.run);
  readonly sent: Sent = new Map();
  readonly acknowledged: Sent = new Map();
  readonly pushes: Push[] = [];
  readonly refusedAttempts: RefusedAttempt[] = [];
  readonly refused: string[] = [];
  private stopped = false;
  private readonly client: LokiClient;
  private readonly done: Promise<unknown>;

  /** @param connect makes the client, with what hears of its refused attempts */
  constructor(connect: (options: Pick<LokiClientOptions, "onRefused">) => LokiClient) {
    this.client = connect({
      onRefused: ({ message }) => this.refusedAttempts.push({ at: Date.now(), said: message }),
    });
    this.done = Promise.all(Array.from({ length: writers }, (_, writer) => this.write(writer)));
  }

  /** Waits for the pushes that are under way. */
  async stop(): Promise<Written> {
    this.stopped = true;
    await this.done;
    return this;
  }

  private async write(writer: number): Promise<void> {
    for (let seq = 0; !this.stopped; seq += linesPerPush) {
      const at = Date.now();
      const seqs = Array.from({ length: linesPerPush }, (_, index) => seq + index);
      // Times that no other line has, in the order of the lines.
      const now = nanoseconds(at);
      const { stream, sent } = batch(this.run, writer, seqs, (n) => now + BigInt(n % linesPerPush));
      sent.forEach(([line, time]) => this.sent.set(line, time));
      try {
        await this.client.push([stream]);
        sent.forEach(([line, time]) => this.acknowledged.set(line, time));
        this.pushes.push({ at, ms: Date.now() - at });
      } catch (error) {
        this.refused.push((error as Error).message);
      }
      // No catching up: what an outage took is not pushed on top of the load after it.
      await delay(Math.max(0, at + everyMs - Date.now()));
    }
  }
}

/** The time within which 99 of 100 pushes were acknowledged, in milliseconds; 0 without any. */
export function p99(pushes: readonly Push[]): number {
  const sorted = pushes.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0;
}
