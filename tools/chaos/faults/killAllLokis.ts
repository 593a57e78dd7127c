import type { Fault } from "../fault";
import { kill } from "../kill";
import { commandLines } from "../nodeScript";

/** Everything that was acknowledged comes back from the write-ahead logs. */
export const killAllLokis: Fault = {
  id: "F05",
  title: "all Lokis killed at once",
  how: "SIGKILL to every Loki's process at the same moment; the kubelets start them again",
  hold: { short: 0, long: 0 },
  settings: ["loki.wal on a volume that outlives the pod", "the client's own repetitions"],
  bounds: { refusedAttempts: "while it lasts", outageSeconds: 20, recoverySeconds: 120 },
  needs: {},
  make: async (scene) =>
    await kill(scene, { pods: await scene.stack.lokis(), commandLine: commandLines.loki }),
};
