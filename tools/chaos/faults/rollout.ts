import type { Fault } from "../fault";
import { startedAgain } from "../kill";

/** What every change of the configuration does. */
export const rollout: Fault = {
  id: "F39",
  title: "rollout of every Loki",
  how: "kubectl rollout restart of the StatefulSet, waited for: one pod at a time",
  hold: { short: 0, long: 0 },
  settings: ["shutdown_delay 10s", "minReadySeconds 15", "the gateway's health checks"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60 },
  needs: { lokis: 3 },
  make: async ({ stack }) => {
    const { kubectl, outputs } = stack;
    const before = await stack.lokis();
    const target = ["statefulset/loki", "--namespace", outputs.namespace];
    await kubectl.call(["rollout", "restart", ...target]);
    const wait = ["rollout", "status", ...target, "--timeout=900s"];
    await kubectl.call(wait, { timeoutMs: 910_000 });
    return { evidence: () => startedAgain(stack, before) };
  },
};
