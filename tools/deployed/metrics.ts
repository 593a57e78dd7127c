import { poll } from "../cluster/poll";
import type { DeployedStack } from "./deployedStack";

/**
 * A metric of one Loki pod: the sum of its series, 0 where there is none. A Loki that has just been
 * started may be too busy to answer at once, most of all where others start beside it.
 */
export async function metricOf(stack: DeployedStack, pod: string, name: string): Promise<number> {
  const metrics = await poll(
    async () => {
      const { status, body } = await stack.pod(pod, { timeoutMs: 30_000 }).raw("/metrics");
      if (status !== 200) {
        throw new Error(`it answered ${status}`);
      }
      return body;
    },
    { what: `metrics of ${pod}`, timeoutMs: 120_000 },
  );
  return sumOf(metrics, name);
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function sumOf(metrics: string, name: string): number {
  const values = metrics
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
  return values.reduce((sum, value) => sum + value, 0);
}
