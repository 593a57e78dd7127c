import { waitPodsReady } from "../../cluster/waitReady";
import type { Fault } from "../fault";

const selector = "app.kubernetes.io/name=promtail";

/** The agent goes on where its positions say. */
export const restartCollector: Fault = {
  id: "F31",
  title: "agents restarted",
  how: "every agent's pod deleted with its grace period; the DaemonSet makes new ones",
  hold: { short: 0, long: 0 },
  settings: ["positions in a folder of the node"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60 },
  needs: {},
  make: async ({ stack: { kubectl, outputs } }) => {
    const namespace = outputs.collectorNamespace;
    const before = await kubectl.pods(namespace, selector);
    await kubectl.delete(["pods", "--selector", selector, "--namespace", namespace]);
    await waitPodsReady(kubectl, { namespace, selector, count: before.length });
    const old = before.map(({ metadata }) => metadata.uid);
    return {
      evidence: async () => {
        const after = await kubectl.pods(namespace, selector);
        if (after.some(({ metadata }) => old.includes(metadata.uid))) {
          throw new Error("an agent's pod is still the old one");
        }
        return `${after.length} replaced`;
      },
    };
  },
};
