import type { DeployedStack } from "../../../tools/deployed/deployedStack";
import { metricOf } from "../../../tools/deployed/metrics";
import { nanoseconds } from "../../../tools/load/lines";

const streams = 10;
const linesPerPush = 3_000;

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

/**
 * How many lines of its log each Loki took for known when it replayed it. Before the first
 * checkpoint, which is written after five minutes, those are lines that were pushed meanwhile.
 */
export async function droppedInReplay(stack: DeployedStack): Promise<Record<string, number>> {
  const pods = await stack.lokis();
  const counts = pods.map(async ({ metadata: { name } }) => {
    const dropped = await metricOf(stack, name, "loki_ingester_wal_duplicate_entries_total");
    return [name, dropped] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
