import { isReady } from "../cluster/kubectl";
import { poll } from "../cluster/poll";
import type { DeployedStack } from "../deployed/deployedStack";
import { isRingHealthy, ringMembers } from "../deployed/ring";

const backWithinMs = 360_000;

/**
 * Restarts the Lokis one after the other, each once the ring has the one before it again: a replica
 * ships its whole index when it stops and when it starts. Pods are deleted, not rolled out: a rollout
 * would change the StatefulSet behind the back of whoever deploys it.
 */
export async function restartLokis(
  stack: DeployedStack,
  onRestarted: (pod: string) => void,
): Promise<void> {
  const { kubectl, outputs } = stack;
  const pods = await stack.lokis();
  for (const { metadata } of pods) {
    await kubectl.delete(["pod", metadata.name, "--namespace", outputs.namespace], 330);
    await poll(
      async () => {
        const now = await stack.lokis();
        const back = now.length === pods.length && now.every(isReady);
        return back && isRingHealthy(await ringMembers(stack), pods.length) ? true : undefined;
      },
      { what: `${metadata.name} back in the ring`, timeoutMs: backWithinMs, intervalMs: 1_000 },
    );
    onRestarted(metadata.name);
  }
}
