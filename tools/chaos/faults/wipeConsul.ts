import { consulPaths } from "../../../components/ring/consulConfig";
import { ringIsWritten } from "../consul";
import type { Fault } from "../fault";
import { killAndKeepDown, namesOf, startedAgain } from "../kill";
import { commandLines } from "../nodeScript";
import { consulPods } from "../targets";

/** The ring, Loki's policy and its token are gone: all must come back by themselves. */
export const wipeConsul: Fault = {
  id: "F22",
  title: "Consul's data wiped",
  how: "SIGKILL to all servers, their volumes emptied while they are down, and started again with nothing",
  hold: { short: 5, long: 30 },
  settings: ["ring.heartbeatTimeout 10m", "the container that restores Loki's token"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 120 },
  needs: { consuls: 3 },
  make: async (scene) => {
    const { stack } = scene;
    const pods = await consulPods(stack);
    const wipe = `  rm -rf "/proc/$pid/root${consulPaths.data}"/* 2>/dev/null`;
    const { undo } = await killAndKeepDown(scene, { pods, commandLine: commandLines.consul }, wipe);
    return {
      undo,
      killed: namesOf(pods),
      evidence: () => startedAgain(stack, pods),
      mended: (since) => ringIsWritten(stack, since),
    };
  },
};
