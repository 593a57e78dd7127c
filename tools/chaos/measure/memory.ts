import { setTimeout as delay } from "node:timers/promises";
import type { DeployedStack } from "../../deployed/deployedStack";

/** The most memory that a pod's processes held, in bytes, by the pod's name. */
export type PeakMemory = ReadonlyMap<string, number>;

interface Summary {
  readonly pods?: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string };
    readonly containers?: readonly { readonly memory?: { readonly rssBytes?: number } }[];
  }[];
}

/** The kubelet itself looks no more often. */
const everyMs = 5_000;

/**
 * Asks the kubelets what the stack's pods hold, without a metrics server. Without the right to ask
 * nothing is measured, and the report says so.
 * @see https://kubernetes.io/docs/reference/instrumentation/node-metrics/
 */
export class MemoryWatch {
  private readonly peaks = new Map<string, number>();
  private stopped = false;
  private readonly done: Promise<void>;

  constructor(private readonly stack: DeployedStack) {
    this.done = this.watch();
  }

  async stop(): Promise<PeakMemory> {
    this.stopped = true;
    await this.done;
    return this.peaks;
  }

  private async watch(): Promise<void> {
    for (let waited = everyMs; !this.stopped; waited += 500) {
      if (waited >= everyMs) {
        waited = 0;
        await this.look();
      }
      await delay(500);
    }
  }

  private async look(): Promise<void> {
    const { kubectl, outputs } = this.stack;
    const ours = [outputs.namespace, outputs.collectorNamespace];
    const { stdout } = await kubectl.try(["get", "nodes", "--output", "name"]);
    for (const node of stdout.split("\n").filter((line) => line.startsWith("node/"))) {
      const path = `/api/v1/nodes/${node.slice("node/".length)}/proxy/stats/summary`;
      const asked = await kubectl.try(["get", "--raw", path], 10_000);
      if (asked.code === 0) {
        this.note(JSON.parse(asked.stdout) as Summary, ours);
      }
    }
  }

  private note({ pods = [] }: Summary, namespaces: readonly string[]): void {
    for (const { podRef, containers = [] } of pods) {
      if (namespaces.includes(podRef.namespace)) {
        const bytes = containers.reduce((sum, { memory }) => sum + (memory?.rssBytes ?? 0), 0);
        this.peaks.set(podRef.name, Math.max(bytes, this.peaks.get(podRef.name) ?? 0));
      }
    }
  }
}
