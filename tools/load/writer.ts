import { setTimeout as delay } from "node:timers/promises";
import type { LokiClient } from "../cluster/lokiClient";
import { batch, nanoseconds, newRun, selectorOf, type Sent } from "./lines";

const writers = 5;
const linesPerPush = 10;
const pauseMs = 200;

/** What a writer did until it was stopped. */
export interface Written {
  readonly query: string;
  readonly acknowledged: Sent;
  /** Answers of pushes that were refused for good, after the client's own repetitions. */
  readonly refused: readonly string[];
  /** The longest a push took, repetitions included. */
  readonly longestMs: number;
}

/** Pushes about 250 lines a second in five streams until it is stopped. */
export class Writer {
  private readonly run = newRun();
  private readonly acknowledged: Sent = new Map();
  private readonly refused: string[] = [];
  private longestMs = 0;
  private stopped = false;
  private readonly done: Promise<unknown>;

  constructor(private readonly client: LokiClient) {
    this.done = Promise.all(Array.from({ length: writers }, (_, writer) => this.write(writer)));
  }

  /** Waits for the pushes that are under way. */
  async stop(): Promise<Written> {
    this.stopped = true;
    await this.done;
    const { acknowledged, refused, longestMs } = this;
    return { query: selectorOf(this.run), acknowledged, refused, longestMs };
  }

  private async write(writer: number): Promise<void> {
    for (let seq = 0; !this.stopped; seq += linesPerPush) {
      const seqs = Array.from({ length: linesPerPush }, (_, index) => seq + index);
      // Times that no other line has, in the order of the lines.
      const now = nanoseconds(Date.now());
      const { stream, sent } = batch(this.run, writer, seqs, (n) => now + BigInt(n % linesPerPush));
      const started = Date.now();
      try {
        await this.client.push([stream]);
        sent.forEach(([line, time]) => this.acknowledged.set(line, time));
      } catch (error) {
        this.refused.push((error as Error).message);
      }
      this.longestMs = Math.max(this.longestMs, Date.now() - started);
      await delay(pauseMs);
    }
  }
}
