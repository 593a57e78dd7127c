import type { Fault } from "../fault";
import { kill } from "../kill";
import { commandLines } from "../nodeScript";
import { freshestFirst, gatewayPods } from "../targets";

/** A connection breaks; the client's next attempt reaches the other one. */
export const killOneGateway: Fault = {
  id: "F35",
  title: "one gateway killed",
  how: "SIGKILL to one gateway's process; the kubelet starts it again",
  hold: { short: 5, long: 30 },
  settings: ["gateway.replicas 2", "the client's own repetitions"],
  bounds: { refusedAttempts: "some", outageSeconds: 10, recoverySeconds: 60 },
  needs: { gateways: 2 },
  make: async (scene) => {
    const pods = freshestFirst(await gatewayPods(scene.stack)).slice(0, 1);
    return await kill(scene, { pods, commandLine: commandLines.gateway });
  },
};
