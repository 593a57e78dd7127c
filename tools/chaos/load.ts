import { setTimeout as delay } from "node:timers/promises";
import { poll } from "../cluster/poll";
import type { Asked } from "../deployed/flush";
import { compare, newRun, rangeMs, type Comparison } from "../load/lines";
import { Printer } from "../load/printer";
import { Writer } from "../load/writer";
import type { Broken } from "./fault";
import { HealthWatch, wholeSince } from "./measure/health";
import { MemoryWatch } from "./measure/memory";
import { quickSince } from "./measure/quick";
import type { Measured, Readings } from "./result";
import type { RunArgs } from "./runFault";

/** The lines of one fault, to be read any number of times. */
export interface Lines {
  readonly asked: readonly Asked[];
  readonly read: () => Promise<Readings>;
}

/** What a load has done and found. */
export type Ended = Pick<Measured, "written" | "pushed" | "printed" | "printedCount" | "memory"> & {
  readonly lines: Lines;
};

/** Longest time that the stack is waited for after a fault. */
const recoveryMs = 360_000;
/** How long clients repeat what is refused: longer than any fault lasts. */
const retryForMs = 1_800_000;

/** Everything that runs beside a fault: what writes, what prints, and what looks. */
export class Load {
  readonly writer: Writer;
  readonly health: HealthWatch;
  private readonly memory: MemoryWatch;
  private readonly printer: Printer;
  private readonly started = Date.now();
  private stopped: Promise<unknown> | undefined;

  constructor(private readonly args: RunArgs) {
    const { stack, namespace, image, census, signal } = args;
    this.printer = new Printer(stack.kubectl, { namespace, image, run: newRun() });
    this.health = new HealthWatch(stack, census);
    this.memory = new MemoryWatch(stack);
    this.writer = new Writer((options) =>
      stack.writer({ retryForMs, timeoutMs: 15_000, signal, ...options }),
    );
  }

  async start(): Promise<void> {
    await this.printer.start();
  }

  /** Since when all is as it was: pods, ring, and pushes for as long as it takes to settle. */
  async recovered(
    broken: Broken,
    mended: number,
    { settleMs, slowest }: { readonly settleMs: number; readonly slowest: number },
  ): Promise<number> {
    const { signal } = this.args;
    const { seen } = this.health;
    let mendedAt: number | undefined;
    return await poll(
      async () => {
        if (mendedAt === undefined) {
          mendedAt = (await (broken.mended?.(mended) ?? true)) ? Date.now() : undefined;
        }
        const whole = wholeSince(seen);
        if (whole === undefined || mendedAt === undefined) {
          return undefined;
        }
        const since = Math.max(whole, mended, broken.mended === undefined ? mended : mendedAt);
        return quickSince(this.writer.pushes, { since, settleMs, slowest });
      },
      {
        what: `the stack whole again (${seen.at(-1)?.missing ?? ""})`,
        timeoutMs: recoveryMs,
        intervalMs: 500,
        signal,
      },
    );
  }

  /** Stops what writes and prints, and reads everything back. */
  async end(): Promise<Ended> {
    const { stack, signal } = this.args;
    const written = await this.writer.stop();
    const printed = await this.printer.stop();
    const range = rangeMs(this.started - 60_000, Date.now() + 60_000);
    const reader = stack.reader({ retryForMs: 60_000, signal });
    const lines: Lines = {
      asked: [written.query, printed.query].map((query) => ({ query, range })),
      read: async () => {
        const forward = await reader.readAll(written.query, range);
        const backward = await reader.readAll(written.query, range, { direction: "backward" });
        const compared = (found: typeof forward) =>
          compare(written.acknowledged, found, written.sent);
        return {
          pushed: worse(compared(forward), compared(backward)),
          printed: this.printer.compare(printed, await reader.readAll(printed.query, range)),
        };
      },
    };
    const memory = await this.memory.stop();
    const found = await readOnceCollected(lines);
    return { written, ...found, printedCount: printed.count, memory, lines };
  }

  /** Ends whatever still runs, after an error as well. */
  async stop(): Promise<void> {
    await (this.stopped ??= Promise.allSettled([
      this.writer.stop(),
      this.health.stop(),
      this.memory.stop(),
      this.printer.remove(),
    ]));
  }
}

/** The collector may still be sending: what is missing now is asked for again, for a while. */
async function readOnceCollected(lines: Lines): Promise<Readings> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await lines.read();
    if (found.printed.lost === 0 || Date.now() > deadline) {
      return found;
    }
    await delay(1_000);
  }
}

/** Of two readings of the same lines the worse one, number by number. */
function worse(a: Comparison, b: Comparison): Comparison {
  return {
    read: Math.min(a.read, b.read),
    lost: Math.max(a.lost, b.lost),
    phantom: Math.max(a.phantom, b.phantom),
    duplicate: Math.max(a.duplicate, b.duplicate),
    corrupt: Math.max(a.corrupt, b.corrupt),
  };
}
