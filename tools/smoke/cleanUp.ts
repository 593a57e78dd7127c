import type { DeployedStack } from "../deployed/deployedStack";
import { deployedLokiConfig } from "../deployed/lokiConfig";
import type { KnownLines } from "../deployed/knownLines";
import { fateByRetention, type Leftovers } from "../deployed/leftovers";
import type { LinesRun } from "./lines";

/**
 * Has the lines deleted where the stack takes requests for that, and tells what stays otherwise:
 * several replicas would each keep such requests of their own, so there they are off.
 */
export async function cleanUp({ stack, lines, acknowledged }: LinesRun): Promise<Leftovers> {
  const left = { lines: acknowledged.size, query: lines.query };
  const config = await deployedLokiConfig(stack);
  const fate = fateByRetention(config, lines);
  if (!config.compactor.retention_enabled) {
    return { ...left, fate };
  }
  if (config.limits_config.deletion_mode === "disabled") {
    return { ...left, fate: `${fate}: this stack takes no requests to delete lines` };
  }
  const refusal = await requestDeletion(stack, lines);
  return refusal === undefined
    ? { ...left, fate: "Loki was asked to delete them, and does so after a day" }
    : { ...left, fate: `${fate}: a request to delete them was refused (${refusal})` };
}

/** Why Loki refuses, or nothing. */
async function requestDeletion(
  stack: DeployedStack,
  { query, range }: KnownLines,
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
