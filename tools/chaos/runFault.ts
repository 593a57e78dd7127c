import { setTimeout as delay } from "node:timers/promises";
import { poll } from "../cluster/poll";
import type { DeployedStack } from "../deployed/deployedStack";
import { p99 } from "../load/writer";
import type { Broken, Fault } from "./fault";
import { Load, type Lines } from "./load";
import type { Census, Health } from "./measure/health";
import { newSideEffects, sideEffects } from "./measure/sideEffects";
import { NodePods } from "./nodePods";
import { resultOf, type FaultResult } from "./result";
import type { Changes } from "./undo";

/** What a run works with. */
export interface RunArgs {
  readonly stack: DeployedStack;
  readonly namespace: string;
  readonly image: string;
  readonly changes: Changes;
  readonly census: Census;
  /** Whether faults last only as long as a test can wait for. */
  readonly short: boolean;
  /** Hears what the run does, a line at a time. */
  readonly tell: (line: string) => void;
  /** Aborted when the whole command is to end. */
  readonly signal: AbortSignal;
}

/** What became of a fault, and the lines that were written meanwhile. */
export interface FaultRun {
  readonly result: FaultResult;
  readonly lines: Lines;
}

/**
 * Below this 99 of 100 pushes are quick enough, whatever they were before the fault: where the alert
 * of Loki's own mixin begins.
 */
const quickMs = 1_000;

/** Makes one fault under load and judges what becomes of it. */
export async function runFault(fault: Fault, args: RunArgs): Promise<FaultRun> {
  const { stack, namespace, image, changes, signal, tell } = args;
  const settleMs = args.short ? 8_000 : 30_000;
  const holdSeconds = args.short ? fault.hold.short : fault.hold.long;
  const load = new Load(args);
  const earlier = changes.count;
  try {
    await load.start();
    const calm = Date.now();
    await delay(settleMs, undefined, { signal });
    const { pushes } = load.writer;
    const baselineP99Ms = p99(pushes.filter(({ at }) => at >= calm));
    const before = await sideEffects(stack);
    const nodes = new NodePods({
      ...{ kubectl: stack.kubectl, namespace, changes, image, signal },
      name: fault.id.toLowerCase(),
    });
    const began = Date.now();
    const broken: Broken = await fault.make({ stack, nodes, changes, holdSeconds, signal });
    const inForce = broken.at ?? (broken.undo === undefined ? began : Date.now());
    await delay(holdSeconds * 1_000, undefined, { signal });
    const evidence = await poll(broken.evidence, { what: fault.title, timeoutMs: 30_000, signal });
    await broken.undo?.();
    const mended = broken.undo === undefined ? (broken.at ?? Date.now()) : Date.now();
    const slowest = Math.max(quickMs, 2 * baselineP99Ms);
    const recovered = await load.recovered(broken, mended, { settleMs, slowest });
    const { lines, ...seen } = await load.end();
    const after = await sideEffects(stack);
    const result = resultOf(fault, {
      ...seen,
      evidence,
      baselineP99Ms,
      p99Ms: p99(pushes.filter(({ at }) => at >= inForce && at <= Math.max(mended, recovered))),
      times: { broken: inForce, mended, recovered },
      unexpected: newSideEffects(before, after, broken.killed ?? []),
      ...firstUnwhole(load.health.seen, began),
    });
    return { result, lines };
  } finally {
    // A fault that broke off is undone first: what writes would wait for as long as it lasts.
    if (!signal.aborted) {
      await changes.undoAll(tell, earlier);
    }
    await load.stop();
  }
}

function firstUnwhole(seen: readonly Health[], since: number) {
  const first = seen.find(({ at, whole }) => at >= since && !whole);
  return first === undefined ? {} : { firstUnwhole: first.at };
}
