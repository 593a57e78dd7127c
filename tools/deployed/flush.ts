import type { DeployedStack } from "./deployedStack";

/**
 * Tells every Loki pod to send what it holds in memory to the object store. Each is asked itself: the
 * gateway lets nobody do this. It returns when they have begun, not when they are done, and a chunk
 * leaves the memory at the first look after its upload: at most 30 s later, or with the next flush.
 */
export async function flushLokis(stack: DeployedStack): Promise<void> {
  const pods = await stack.lokis();
  await Promise.all(
    pods.map(async ({ metadata: { name } }) => {
      const { status, body } = await stack.pod(name).raw("/flush", { method: "POST" });
      if (status !== 204) {
        throw new Error(`${name} answered ${status} to a flush: ${body.trim().slice(0, 200)}`);
      }
    }),
  );
}
