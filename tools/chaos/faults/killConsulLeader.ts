import { consulLeader } from "../consul";
import type { Fault } from "../fault";
import { kill } from "../kill";
import { commandLines } from "../nodeScript";
import { consulPods } from "../targets";

/** The other two choose a new leader; Loki goes on with the ring it knows. */
export const killConsulLeader: Fault = {
  id: "F18",
  title: "Consul's leader killed",
  how: "SIGKILL to the leader's process; the kubelet starts it again",
  hold: { short: 5, long: 30 },
  settings: ["ring.servers 3", "performance.raft_multiplier 1"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60 },
  needs: { consuls: 3 },
  make: async (scene) => {
    const { stack } = scene;
    const leader = await consulLeader(stack);
    const pods = (await consulPods(stack)).filter(({ status }) => status.podIP === leader);
    if (pods.length === 0) {
      throw new Error(`no Consul server has the leader's address ${leader ?? "(there is none)"}`);
    }
    return await kill(scene, { pods, commandLine: commandLines.consul });
  },
};
