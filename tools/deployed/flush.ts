import type { LokiClient, TimeRange } from "../cluster/lokiClient";
import { poll } from "../cluster/poll";
import type { DeployedStack } from "./deployedStack";

/** How long a flush is given before the next: an uploaded chunk leaves the memory only with it. */
const flushEveryMs = 3_000;

/**
 * Tells every Loki pod to send what it holds in memory to the object store. Each is asked itself: the
 * gateway lets nobody do this. It returns when they have begun, not when they are done, and a chunk
 * leaves the memory at the first look after its upload: at most 30 s later, or with the next flush.
 */
export async function flushLokis(stack: DeployedStack): Promise<void> {
  const pods = await stack.lokis();
  await Promise.all(
    pods.map(async ({ metadata: { name } }) => {
      const { status, body } = await stack.pod(name).raw("/flush", { method: "POST" });
      if (status !== 204) {
        throw new Error(`${name} answered ${status} to a flush: ${body.trim().slice(0, 200)}`);
      }
    }),
  );
}

/** Lines that a query finds. */
export interface Asked {
  readonly query: string;
  readonly range: TimeRange;
}

/**
 * How many chunks with such lines a query finds in the replicas' memory. It hears a quorum of the
 * replicas that have them, not always the same ones.
 */
export async function chunksInMemory(reader: LokiClient, { query, range }: Asked): Promise<number> {
  return (await reader.stats(query, range)).ingester.totalChunksMatched;
}

/** So often, each time of another quorum, nothing in memory means that there is nothing. */
const timesNothing = 3;

/**
 * Flushes until no replica has a chunk with such lines in memory any more.
 * @returns how many chunks there were
 */
export async function flushOut(
  stack: DeployedStack,
  reader: LokiClient,
  asked: Asked,
  timeoutMs: number,
): Promise<number> {
  const before = await chunksInMemory(reader, asked);
  let count = before;
  let flushedAt = 0;
  let nothing = 0;
  await poll(
    async () => {
      // A flush is of everything: that of other lines may have been these lines' as well.
      if (count > 0 && Date.now() - flushedAt > flushEveryMs) {
        flushedAt = Date.now();
        await flushLokis(stack);
      }
      count = await chunksInMemory(reader, asked);
      nothing = count === 0 ? nothing + 1 : 0;
      return nothing >= timesNothing ? true : undefined;
    },
    { what: "no chunk of the lines in memory", timeoutMs, intervalMs: 100 },
  );
  return before;
}
