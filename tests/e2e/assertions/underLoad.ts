import { setTimeout as delay } from "node:timers/promises";
import { isReady, type Pod } from "../../../tools/cluster/kubectl";
import type { DeployedStack } from "../../../tools/deployed/deployedStack";
import { compare, rangeMs, type Comparison } from "../../../tools/load/lines";
import { report } from "../support/report";
import type { Stage } from "../support/stage";
import { Writer } from "../../../tools/load/writer";

export interface UnderLoad {
  readonly lines: Comparison;
  readonly sent: number;
  readonly refused: readonly string[];
  /** The fewest Loki pods that were ready at any moment. */
  readonly fewestReady: number;
  readonly before: readonly Pod[];
  readonly after: readonly Pod[];
}

/** Does something to the stack while a client that repeats refused pushes writes to it. */
export async function underLoad(stage: Stage, act: () => Promise<void>): Promise<UnderLoad> {
  const { stack } = stage;
  const before = await stack.lokis();
  const start = Date.now();
  const writer = new Writer((options) => stack.writer({ retryForMs: 90_000, ...options }));
  const watch = new ReadyWatch(stage);
  let written;
  try {
    // Some lines before it begins, and some after it has ended.
    await delay(2_000);
    await act();
    await delay(2_000);
  } finally {
    await watch.stop();
    written = await writer.stop();
  }
  const { query, sent, acknowledged, refused, pushes } = written;
  const reader = stack.reader({ retryForMs: 30_000 });
  const found = await reader.readAll(query, rangeMs(start - 1_000, Date.now() + 1_000));
  const longestMs = Math.max(...pushes.map(({ ms }) => ms));
  report(`${acknowledged.size} lines under load, the longest push took ${longestMs} ms`);
  return {
    lines: compare(acknowledged, found, sent),
    sent: acknowledged.size,
    refused,
    fewestReady: watch.fewest,
    before,
    after: await stack.lokis(),
  };
}

/** Looks once a second how many Loki pods are ready. */
class ReadyWatch {
  fewest = Number.POSITIVE_INFINITY;
  private stopped = false;
  private readonly done: Promise<void>;

  constructor({ stack }: Stage) {
    this.done = this.watch(stack);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async watch(stack: DeployedStack): Promise<void> {
    while (!this.stopped) {
      const pods = await stack.lokis();
      this.fewest = Math.min(this.fewest, pods.filter(isReady).length);
      await delay(1_000);
    }
  }
}

export const uids = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.uid);

export const restarts = (pods: readonly Pod[]) =>
  pods.map(({ status }) => status.containerStatuses?.map(({ restartCount }) => restartCount));
