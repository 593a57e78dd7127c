import type { DeployedStack } from "../deployed/deployedStack";
import { deployedLokiConfig } from "../deployed/lokiConfig";
import type { LinesRun } from "./lines";
import { promDurationMs } from "./promDuration";

/** What stays in the stack afterwards. */
export interface Leftovers {
  readonly lines: number;
  /** Finds them. */
  readonly query: string;
  /** What becomes of them. */
  readonly fate: string;
}

/**
 * Has the lines deleted where the stack takes requests for that, and tells what stays otherwise:
 * several replicas would each keep such requests of their own, so there they are off.
 */
export async function cleanUp({ stack, lines, acknowledged }: LinesRun): Promise<Leftovers> {
  const { query } = lines;
  const left = { lines: acknowledged.size, query };
  const { limits_config: limits, compactor } = await deployedLokiConfig(stack);
  if (!compactor.retention_enabled) {
    return { ...left, fate: "they stay: this stack keeps logs for ever" };
  }
  const age = promDurationMs(limits.retention_period ?? "0");
  const until = new Date(Number(lines.range.end / 1_000_000n) + age).toISOString().slice(0, 10);
  const byRetention = `its retention removes them after ${until}`;
  if (limits.deletion_mode === "disabled") {
    return { ...left, fate: `${byRetention}: this stack takes no requests to delete lines` };
  }
  const refusal = await requestDeletion(stack, lines);
  return refusal === undefined
    ? { ...left, fate: "Loki was asked to delete them, and does so after a day" }
    : { ...left, fate: `${byRetention}: a request to delete them was refused (${refusal})` };
}

/** Why Loki refuses, or nothing. */
async function requestDeletion(
  stack: DeployedStack,
  { query, range }: LinesRun["lines"],
): Promise<string | undefined> {
  const [pod] = await stack.lokis();
  if (pod === undefined) {
    return "no Loki pod runs";
  }
  const second = 1_000_000_000n;
  const parameters = new URLSearchParams({
    query,
    start: `${range.start / second}`,
    end: `${(range.end + second - 1n) / second}`,
  });
  const path = `/loki/api/v1/delete?${parameters.toString()}`;
  const { status, body } = await stack.pod(pod.metadata.name).raw(path, { method: "POST" });
  return status === 204 ? undefined : `${status}: ${body.trim().slice(0, 200)}`;
}
