import type { DeployedStack } from "../../deployed/deployedStack";
import { metricOf } from "../../deployed/metrics";
import { restarts } from "../kill";
import { stackPods } from "./health";

/** What a fault may bring about and must not, as far as it has come about. */
export interface SideEffects {
  readonly pods: ReadonlyMap<string, { readonly restarts: number; readonly outOfMemory: boolean }>;
  /** Records of write-ahead logs that could not be read. */
  readonly damaged: number;
}

export async function sideEffects(stack: DeployedStack): Promise<SideEffects> {
  const pods = await stackPods(stack);
  const lokis = await stack.lokis();
  const damaged = await Promise.all(
    lokis.map(({ metadata }) =>
      metricOf(stack, metadata.name, "loki_ingester_wal_corruptions_total"),
    ),
  );
  return {
    pods: new Map(
      pods.map(({ metadata, status }) => [
        metadata.name,
        {
          restarts: restarts(status),
          outOfMemory: (status.containerStatuses ?? []).some(
            ({ lastState }) => lastState?.terminated?.reason === "OOMKilled",
          ),
        },
      ]),
    ),
    damaged: damaged.reduce((sum, count) => sum + count, 0),
  };
}

/**
 * What has come about between two looks, a sentence each.
 * @param killed names of pods whose processes the fault itself ends
 */
export function newSideEffects(
  before: SideEffects,
  after: SideEffects,
  killed: readonly string[],
): string[] {
  const pods = [...after.pods].map(([name, now]) => ({ name, now, then: before.pods.get(name) }));
  const restarted = pods.filter(
    ({ name, now, then }) => !killed.includes(name) && now.restarts > (then?.restarts ?? 0),
  );
  const outOfMemory = pods.filter(
    ({ now, then }) => now.outOfMemory && !(then?.outOfMemory ?? false),
  );
  const damaged = after.damaged - before.damaged;
  return [
    ...restarted.map(({ name }) => `${name} restarted, which the fault does not ask for`),
    ...outOfMemory.map(({ name }) => `${name} ended for lack of memory`),
    ...(damaged > 0 ? [`${damaged} damaged records in write-ahead logs`] : []),
  ];
}
