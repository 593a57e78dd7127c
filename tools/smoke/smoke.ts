import { setTimeout as delay } from "node:timers/promises";
import type { DeployedStack } from "../deployed/deployedStack";
import { Interrupted, interruptible } from "../deployed/interruptible";
import { knownLines, nameRun } from "../deployed/knownLines";
import { lokiStatefulSet } from "../deployed/lokiStatefulSet";
import { openStack, requireRights, type Right } from "../deployed/openStack";
import { accessChecks } from "./access";
import { runChecks, type CheckResult } from "../deployed/checks";
import { healthChecks } from "./health";
import { labelChecks } from "./labels";
import type { Leftovers } from "../deployed/leftovers";
import { cleanUp } from "./cleanUp";
import { linesRun, memoryChecks, storeChecks, type LinesRun } from "./lines";
import type { SmokeOptions } from "./options";
import type { SmokeReport } from "./report";

/** Of the whole command. */
const withinMs = 60_000;
/** Of which so much is for the end: what is left behind has to be told. */
const cleanUpMs = 5_000;

/** Looks whether a deployed stack does what it is for. Refuses before it has written anything. */
export async function smoke({ target }: SmokeOptions): Promise<SmokeReport> {
  const start = Date.now();
  const stack = await openStack(target);
  // A little in the past: the clocks of a cluster are not this machine's.
  const run = linesRun(stack, knownLines(nameRun(start - 2_000)));
  const closing = () => stack.reach.close();
  const { checks, leftovers } = await interruptible(async () => {
    await requireRights(stack, rights(stack, target.direct));
    return await looked(run, start + withinMs - cleanUpMs);
  }, closing).catch((error: unknown) => {
    throw error instanceof Interrupted ? whileWriting(error, run) : error;
  });
  return {
    stack: target.stack,
    namespace: stack.outputs.namespace,
    run: run.lines.run,
    ok: checks.every(({ ok }) => ok),
    seconds: Math.round((Date.now() - start) / 100) / 10,
    checks,
    leftovers,
  };
}

/** What reads the lines and what does not, side by side. */
async function looked(run: LinesRun, deadline: number) {
  const { stack } = run;
  const { spec } = await lokiStatefulSet(stack);
  const lines = [...memoryChecks(run), ...labelChecks(run), ...storeChecks(run)];
  const rest = [...accessChecks(stack), ...healthChecks(stack, spec.replicas)];
  const checks: readonly CheckResult[][] = await Promise.all([
    runChecks(lines, deadline),
    runChecks(rest, deadline),
  ]);
  return { checks: checks.flat(), leftovers: await leftBehind(run) };
}

function rights({ outputs: { namespace } }: DeployedStack, direct: boolean): Right[] {
  const needed = [
    { verb: "list", resource: "pods" },
    { verb: "get", resource: "pods" },
    { verb: "get", resource: "services" },
    { verb: "get", resource: "configmaps" },
    { verb: "get", resource: "statefulsets.apps" },
    ...(direct ? [] : [{ verb: "create", resource: "pods/portforward" }]),
  ];
  return needed.map((right) => ({ ...right, namespace }));
}

/** Never an error: by now there are results to be told. */
async function leftBehind(run: LinesRun): Promise<Leftovers> {
  const { lines, acknowledged } = run;
  const unknown = (why: string): Leftovers => ({
    lines: acknowledged.size,
    query: lines.query,
    fate: `they stay until the stack's retention removes them (${why})`,
  });
  const timer = new AbortController();
  try {
    const timeUp = delay(cleanUpMs, unknown("cleaning up took too long"), {
      signal: timer.signal,
    });
    return await Promise.race([cleanUp(run), timeUp]);
  } catch (error) {
    return unknown((error as Error).message);
  } finally {
    timer.abort();
  }
}

const whileWriting = ({ message }: Interrupted, { lines }: LinesRun) =>
  new Interrupted(
    `${message}: what was written of ${lines.query} stays until the stack's retention removes it`,
  );
