import { setTimeout as delay } from "node:timers/promises";

export interface Outcome {
  readonly ok: boolean;
  /** What was seen, in a few words. */
  readonly detail: string;
}

/** One thing to look at. An error is its failure. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

export interface CheckResult extends Outcome {
  readonly name: string;
}

/**
 * Runs checks one after the other, whatever becomes of each. What is not done at the deadline has
 * failed.
 * @param deadline in milliseconds of this machine's clock
 */
export async function runChecks(
  checks: readonly Check[],
  deadline: number,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  // A timer may end some milliseconds before the clock says so: what has ended it is remembered.
  let isUp = false;
  for (const { name, run } of checks) {
    const outcome: Outcome =
      isUp || Date.now() >= deadline ? notBegun : await outcomeOf(run, deadline);
    isUp ||= outcome === notDone;
    results.push({ name, ...outcome });
  }
  return results;
}

const notDone: Outcome = { ok: false, detail: "not done when the time was up" };
const notBegun: Outcome = { ok: false, detail: "not begun: the time was up" };

async function outcomeOf(run: Check["run"], deadline: number): Promise<Outcome> {
  const timer = new AbortController();
  try {
    return await Promise.race([run(), timeUp(deadline - Date.now(), timer.signal)]);
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  } finally {
    timer.abort();
  }
}

const timeUp = (ms: number, signal: AbortSignal): Promise<Outcome> =>
  delay(ms, notDone, { signal });

/** For what a stack does not have. */
export const notApplicable = (why: string): Outcome => ({ ok: true, detail: why });
