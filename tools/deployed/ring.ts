import { isReady } from "../cluster/kubectl";
import type { DeployedStack } from "./deployedStack";

/** A member of one of Loki's rings, as the replica that was asked sees it. */
export interface RingMember {
  readonly id: string;
  /** `ACTIVE`, `PENDING`, `JOINING`, `LEAVING`, or `UNHEALTHY` when its heartbeat is too old. */
  readonly state: string;
  /** When it last told that it is alive, in milliseconds of its own clock. */
  readonly heartbeat: number;
}

/** The ring of the ingesters, and the one whose first member runs the compactor. */
export type RingPath = "/ring" | "/compactor/ring";

/** The members of a ring, told by the first replica that answers. Throws when none does. */
export async function ringMembers(
  stack: DeployedStack,
  path: RingPath = "/ring",
): Promise<readonly RingMember[]> {
  const pods = await stack.lokis();
  // One that is not ready may answer too, but those that are should be asked first.
  const asked = [...pods.filter(isReady), ...pods.filter((pod) => !isReady(pod))];
  let last = "there is none";
  for (const { metadata } of asked) {
    try {
      return await membersAt(stack, metadata.name, path);
    } catch (error) {
      last = `${metadata.name}: ${(error as Error).message}`;
    }
  }
  throw new Error(`no Loki pod tells its ring: ${last}`);
}

/** Whether so many members are in the ring, and nothing but active ones. */
export const isRingHealthy = (
  members: readonly Pick<RingMember, "state">[],
  count: number,
): boolean => members.length === count && members.every(({ state }) => state === "ACTIVE");

interface Shard {
  readonly id: string;
  readonly state: string;
  readonly timestamp: string;
}

async function membersAt(
  stack: DeployedStack,
  pod: string,
  path: RingPath,
): Promise<readonly RingMember[]> {
  const { status, body } = await stack
    .pod(pod, { timeoutMs: 5_000 })
    .raw(path, { headers: { Accept: "application/json" } });
  if (status !== 200) {
    throw new Error(`${path} answered ${status}: ${body.trim().slice(0, 200)}`);
  }
  const { shards } = JSON.parse(body) as { readonly shards: readonly Shard[] | null };
  return (shards ?? []).map(({ id, state, timestamp }) => ({
    ...{ id, state },
    heartbeat: Date.parse(timestamp),
  }));
}
