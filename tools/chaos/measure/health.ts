import { setTimeout as delay } from "node:timers/promises";
import { isReady, type Pod } from "../../cluster/kubectl";
import type { DeployedStack } from "../../deployed/deployedStack";
import { isRingHealthy, ringMembers } from "../../deployed/ring";

/** The stack's pods at one moment. */
export interface Health {
  readonly at: number;
  /** Every pod that is meant to run is ready, and all Lokis are active in the ring. */
  readonly whole: boolean;
  /** What is not, for people. */
  readonly missing: string;
}

/** How many pods of each component a stack has when it is whole, by their labels. */
export type Census = ReadonlyMap<string, number>;

const component = ({ metadata }: Pod) => metadata.labels?.["app.kubernetes.io/name"] ?? "";

/** The stack's own pods, of both namespaces, but those that have done their work. */
export async function stackPods({ kubectl, outputs }: DeployedStack): Promise<readonly Pod[]> {
  const selector = "app.kubernetes.io/part-of=fraiseql-loki";
  const found = await Promise.all(
    [outputs.namespace, outputs.collectorNamespace].map((name) => kubectl.pods(name, selector)),
  );
  return found.flat().filter(({ status }) => status.phase !== "Succeeded");
}

export function censusOf(pods: readonly Pod[]): Census {
  const census = new Map<string, number>();
  pods.forEach((pod) => census.set(component(pod), (census.get(component(pod)) ?? 0) + 1));
  return census;
}

/** Whether a stack has all of its pods, ready, and its ring whole. */
export async function healthOf(stack: DeployedStack, census: Census): Promise<Health> {
  const at = Date.now();
  try {
    const pods = await stackPods(stack);
    const ready = censusOf(pods.filter(isReady));
    const missing = [...census]
      .filter(([name, count]) => (ready.get(name) ?? 0) < count)
      .map(([name, count]) => `${name} ${ready.get(name) ?? 0} of ${count} ready`);
    const ring = await ringMembers(stack);
    if (!isRingHealthy(ring, census.get("loki") ?? 0)) {
      missing.push(`ring ${ring.map(({ id, state }) => `${id} ${state}`).join(", ")}`);
    }
    return { at, whole: missing.length === 0, missing: missing.join("; ") };
  } catch (error) {
    return { at, whole: false, missing: (error as Error).message };
  }
}

/** Looks once a second how the stack is, until it is stopped. */
export class HealthWatch {
  readonly seen: Health[] = [];
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(stack: DeployedStack, census: Census) {
    this.done = this.watch(stack, census);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async watch(stack: DeployedStack, census: Census): Promise<void> {
    while (!this.stopped) {
      this.seen.push(await healthOf(stack, census));
      await delay(1_000);
    }
  }
}

/** Since which look the stack has been whole without a break; nothing where the last look says no. */
export function wholeSince(seen: readonly Health[]): number | undefined {
  const last = seen.map(({ whole }) => whole).lastIndexOf(false);
  return seen[last + 1]?.at;
}
