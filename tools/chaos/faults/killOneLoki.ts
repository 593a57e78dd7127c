import type { Fault } from "../fault";
import { kill } from "../kill";
import { commandLines } from "../nodeScript";
import { freshestFirst } from "../targets";

/** One of three copies of everything goes: the other two must answer. */
export const killOneLoki: Fault = {
  id: "F01",
  title: "one Loki killed",
  how: "SIGKILL to one Loki's process; the kubelet starts it again",
  hold: { short: 5, long: 30 },
  settings: ["loki.replicas 3", "loki.replicationFactor 3", "the gateway's repetitions"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60 },
  needs: { lokis: 3 },
  make: async (scene) => {
    const pods = freshestFirst(await scene.stack.lokis()).slice(0, 1);
    return await kill(scene, { pods, commandLine: commandLines.loki });
  },
};
