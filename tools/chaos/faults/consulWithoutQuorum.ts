import { consulLeader, ringIsWritten } from "../consul";
import type { Fault } from "../fault";
import { killAndKeepDown, namesOf } from "../kill";
import { commandLines } from "../nodeScript";
import { consulPods, freshestFirst } from "../targets";

/** Nobody can write to the ring: Loki must go on with what it has read. */
export const consulWithoutQuorum: Fault = {
  id: "F20",
  title: "Consul without a quorum",
  how: "SIGKILL to two of three servers, and their successors stopped before they begin until it is undone",
  hold: { short: 120, long: 540 },
  settings: ["ring.heartbeatTimeout 10m: after it, writes stop"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 75 },
  needs: { consuls: 3 },
  make: async (scene) => {
    const { stack } = scene;
    const servers = freshestFirst(await consulPods(stack));
    const pods = servers.slice(0, Math.ceil(servers.length / 2));
    const { undo } = await killAndKeepDown(scene, { pods, commandLine: commandLines.consul });
    return {
      undo,
      killed: namesOf(pods),
      evidence: async () => {
        const leader = await consulLeader(stack);
        if (leader !== undefined) {
          throw new Error(`Consul still has the leader ${leader}`);
        }
        return "no leader";
      },
      mended: (since) => ringIsWritten(stack, since),
    };
  },
};
