import { setTimeout as delay } from "node:timers/promises";

export interface PollOptions {
  /** What is waited for, for the error. */
  readonly what: string;
  readonly timeoutMs: number;
  /** @default 500 */
  readonly intervalMs?: number;
  /** Ends the waiting with its reason once it is aborted. @default nothing does */
  readonly signal?: AbortSignal;
}

/**
 * Asks until the answer is not `undefined`. An error counts as no answer; the last one is told when
 * the time is up.
 */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  { what, timeoutMs, intervalMs = 500, signal }: PollOptions,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last = "";
  for (;;) {
    signal?.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) {
        return answer;
      }
      last = "";
    } catch (error) {
      last = `: ${(error as Error).message}`;
    }
    if (Date.now() >= deadline) {
      throw new Error(`${what}: not within ${Math.round(timeoutMs / 1_000)} s${last}`);
    }
    await delay(intervalMs);
  }
}
