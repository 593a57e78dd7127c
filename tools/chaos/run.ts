import type { Kubectl } from "../cluster/kubectl";
import { flushOut } from "../deployed/flush";
import { openStack, requireRights, type Right } from "../deployed/openStack";
import type { DeployedStack } from "../deployed/deployedStack";
import type { Outputs } from "../deployed/outputs";
import { Refusal } from "../refusal";
import type { Fault, Shape } from "./fault";
import { censusOf, healthOf, stackPods, type Census } from "./measure/health";
import { NotPossible } from "./nodePods";
import type { ChaosOptions } from "./options";
import { chaosNamespace, makeNamespace, removeNamespaceCommand } from "./place";
import type { Outcome } from "./report";
import { withStore, type FaultResult } from "./result";
import { runFault, type FaultRun, type RunArgs } from "./runFault";
import { gatewayName } from "./targets";
import { Changes } from "./undo";

/** Hears what a run does, a line at a time. */
export type Tell = (line: string) => void;

/** Makes faults one after the other. Whatever happens, nothing of them is left. */
export async function runChaos(
  options: ChaosOptions,
  { kubectl, tell, signal }: { kubectl: Kubectl; tell: Tell; signal: AbortSignal },
): Promise<Outcome[]> {
  const stack = await openStack(options.target, kubectl);
  try {
    await requireRights(stack, rights(stack.outputs));
    const census = censusOf(await stackPods(stack));
    const chosen = possible(options, shapeOf(stack, census));
    await requireWhole(stack, census);
    const { image, short } = options;
    const namespace = chaosNamespace(stack.outputs);
    const changes = new Changes();
    const args = { stack, namespace, image, short, signal, tell, changes, census };
    return await inNamespace(args, tell, () => makeAll(chosen, args, tell));
  } finally {
    await stack.reach.close();
  }
}

async function makeAll(
  { impossible, faults }: { impossible: readonly Outcome[]; faults: readonly Fault[] },
  args: RunArgs,
  tell: Tell,
): Promise<Outcome[]> {
  const outcomes = [...impossible];
  const runs: FaultRun[] = [];
  for (const fault of faults) {
    const { id, title } = fault;
    tell(`${id} ${title}: ${fault.how}`);
    try {
      const run = await runFault(fault, args);
      runs.push(run);
      const { failures } = run.result;
      tell(`${id} ${failures.length === 0 ? "held" : failures.join("; ")}`);
    } catch (error) {
      if (args.signal.aborted) {
        break;
      }
      const { message: why } = error as Error;
      const kind = error instanceof NotPossible ? "not possible" : "broke off";
      outcomes.push({ kind, id, title, why });
      tell(`${id} ${kind}: ${why}`);
      if (kind === "broke off") {
        // The next fault would be made on a stack in an unknown state.
        break;
      }
    }
  }
  const broke = args.signal.aborted || outcomes.some(({ kind }) => kind === "broke off");
  const results = broke ? runs.map(({ result }) => result) : await readFromStore(args, runs, tell);
  return [...results.map((result): Outcome => ({ kind: "made", result })), ...outcomes];
}

/** Reads the lines of every fault again, with nothing of them in memory any more. */
async function readFromStore(
  { stack, signal }: RunArgs,
  runs: readonly FaultRun[],
  tell: Tell,
): Promise<FaultResult[]> {
  tell("every line once more, from the object store alone");
  const reader = stack.reader({ retryForMs: 60_000, signal });
  const results: FaultResult[] = [];
  for (const { result, lines } of runs) {
    for (const asked of lines.asked) {
      await flushOut(stack, reader, asked, 120_000);
    }
    results.push(withStore(result, await lines.read()));
  }
  return results;
}

/** Takes back whatever is still changed and removes the namespace, also after an interruption. */
async function inNamespace<T>(
  { stack: { kubectl }, namespace, changes, signal }: RunArgs,
  tell: Tell,
  act: () => Promise<T>,
): Promise<T> {
  changes.add({
    what: `the namespace ${namespace}`,
    command: removeNamespaceCommand(namespace),
    undo: () => kubectl.delete(["namespace", namespace], 120),
  });
  let undone: Promise<string[]> | undefined;
  const undoAll = () => (undone ??= changes.undoAll(tell));
  // At once: whoever interrupts waits for nothing but this.
  signal.addEventListener("abort", () => void undoAll(), { once: true });
  try {
    signal.throwIfAborted();
    await makeNamespace(kubectl, namespace);
    return await act();
  } finally {
    const left = await undoAll();
    left.forEach((command) => {
      tell(`NOT UNDONE, run: ${command}`);
    });
  }
}

function rights({ namespace, collectorNamespace }: Outputs): Right[] {
  const place = chaosNamespace({ namespace });
  return [
    { verb: "create", resource: "namespaces" },
    { verb: "delete", resource: "namespaces" },
    { verb: "create", resource: "pods", namespace: place },
    { verb: "delete", resource: "pods", namespace: place },
    { verb: "create", resource: "pods/exec", namespace: place },
    { verb: "get", resource: "pods/log", namespace: place },
    { verb: "list", resource: "pods", namespace },
    { verb: "list", resource: "services", namespace },
    { verb: "create", resource: "pods/portforward", namespace },
    { verb: "get", resource: "configmaps", namespace },
    { verb: "patch", resource: "statefulsets.apps", namespace },
    { verb: "patch", resource: "deployments.apps/scale", namespace },
    { verb: "delete", resource: "pods", namespace: collectorNamespace },
  ];
}

const shapeOf = (stack: DeployedStack, census: Census): Shape => ({
  lokis: census.get("loki") ?? 0,
  consuls: census.get("consul") ?? 0,
  gateways: census.get(gatewayName(stack)) ?? 0,
});

/** Which faults this stack can have. One that was named and is not possible is refused. */
function possible({ faults, named, target }: ChaosOptions, shape: Shape) {
  const judged = faults.map((fault) => ({ fault, why: missingFor(fault, shape) }));
  const impossible = judged.flatMap(({ fault: { id, title }, why }): Outcome[] =>
    why === undefined ? [] : [{ kind: "not possible", id, title, why }],
  );
  const [first] = impossible;
  if (named && first?.kind === "not possible") {
    throw new Refusal(
      `${first.id} (${first.title}) is not possible on stack "${target.stack}": ${first.why}`,
    );
  }
  return {
    impossible,
    faults: judged.flatMap(({ fault, why }) => (why === undefined ? [fault] : [])),
  };
}

function missingFor({ needs }: Fault, shape: Shape): string | undefined {
  const names = { lokis: "Lokis", consuls: "Consul servers", gateways: "gateways" } as const;
  const missing = (Object.keys(names) as (keyof Shape)[]).find(
    (kind) => shape[kind] < (needs[kind] ?? 0),
  );
  return missing === undefined
    ? undefined
    : `it needs ${needs[missing] ?? 0} ${names[missing]}, and the stack has ${shape[missing]}`;
}

/** A stack that is broken already would be blamed on the fault. */
async function requireWhole(stack: DeployedStack, census: Census): Promise<void> {
  const { whole, missing } = await healthOf(stack, census);
  if (!whole) {
    throw new Refusal(`the stack is not whole, so no fault is made: ${missing}`);
  }
}
