import { poll } from "../../cluster/poll";
import type { Fault } from "../fault";
import { gatewayName, gatewayPods } from "../targets";

/** Nothing comes in: agents keep what they have and send it again. */
export const gatewayAway: Fault = {
  id: "F36",
  title: "every gateway away",
  how: "the gateway's Deployment scaled to none, and back",
  hold: { short: 15, long: 300 },
  settings: ["the agent's repetitions over 24 h", "containerLogMaxSize of the nodes"],
  bounds: { refusedAttempts: "while it lasts", outageSeconds: 60, recoverySeconds: 60 },
  needs: { gateways: 1 },
  make: async ({ stack, changes, signal }) => {
    const { kubectl, outputs } = stack;
    const count = (await gatewayPods(stack)).length;
    const scale = (replicas: number) => [
      ...["scale", `deployment/${gatewayName(stack)}`, "--namespace", outputs.namespace],
      `--replicas=${replicas}`,
    ];
    const change = {
      what: "the gateway scaled to none",
      command: `kubectl ${kubectl.arguments(scale(count)).join(" ")}`,
      undo: async () => {
        await kubectl.call(scale(count));
      },
    };
    changes.add(change);
    await kubectl.call(scale(0));
    await poll(async () => ((await gatewayPods(stack)).length === 0 ? true : undefined), {
      what: "every gateway gone",
      timeoutMs: 90_000,
      signal,
    });
    return {
      undo: () => changes.undo(change),
      evidence: async () => {
        const left = (await gatewayPods(stack)).length;
        if (left > 0) {
          throw new Error(`${left} gateways are still there`);
        }
        return `0 of ${count} gateways`;
      },
    };
  },
};
