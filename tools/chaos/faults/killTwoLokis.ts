import type { Fault } from "../fault";
import { killAndKeepDown, namesOf, startedAgain } from "../kill";
import { commandLines } from "../nodeScript";
import { freshestFirst } from "../targets";

/** Two of three copies are away: nothing may be acknowledged, and nothing that was may be lost. */
export const killTwoLokis: Fault = {
  id: "F04",
  title: "two Lokis killed and kept down",
  how: "SIGKILL to two Lokis' processes, and their successors stopped before they begin until it is undone",
  hold: { short: 20, long: 180 },
  settings: ["loki.replicationFactor 3", "the client's own repetitions"],
  bounds: { refusedAttempts: "while it lasts", outageSeconds: 30, recoverySeconds: 60 },
  needs: { lokis: 3 },
  make: async (scene) => {
    const { stack } = scene;
    const pods = freshestFirst(await stack.lokis()).slice(0, 2);
    const { undo } = await killAndKeepDown(scene, { pods, commandLine: commandLines.loki });
    return { undo, killed: namesOf(pods), evidence: () => startedAgain(stack, pods) };
  },
};
