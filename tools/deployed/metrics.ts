import type { DeployedStack } from "./deployedStack";

/** A metric of one Loki pod: the sum of its series, 0 where there is none. */
export async function metricOf(stack: DeployedStack, pod: string, name: string): Promise<number> {
  const { status, body } = await stack.pod(pod, { timeoutMs: 10_000 }).raw("/metrics");
  if (status !== 200) {
    throw new Error(`${pod} answered ${status} when it was asked for its metrics`);
  }
  return sumOf(body, name);
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function sumOf(metrics: string, name: string): number {
  const values = metrics
    .split("\n")
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(" ") + 1)));
  return values.reduce((sum, value) => sum + value, 0);
}
