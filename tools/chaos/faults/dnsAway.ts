import { cut } from "../cutNetwork";
import type { Fault } from "../fault";
import { stackPods } from "../measure/health";

const rules = [
  "-p udp --dport 53 -j REJECT",
  "-p tcp --dport 53 -j REJECT --reject-with tcp-reset",
];

/** A pod with open connections may look no name up for minutes. */
const lookup = `server=$(awk '/^nameserver/ { print $2; exit }' "/proc/$pid/root/etc/resolv.conf")
nsenter "--net=/proc/$pid/ns/net" timeout 1 nslookup kubernetes.default "$server"`;

/** Connections that are there must go on; names are looked up again later. */
export const dnsAway: Fault = {
  id: "F48",
  title: "DNS away",
  how: "the stack's own packets to port 53 are refused, by rules in its pods' networks; the rules go again",
  hold: { short: 20, long: 120 },
  settings: ["the gateway's health checks", "the client's own repetitions"],
  bounds: { refusedAttempts: "while it lasts", outageSeconds: 30, recoverySeconds: 60 },
  needs: {},
  make: async (scene) => {
    const pods = await stackPods(scene.stack);
    const way = await cut(scene, {
      what: "the stack's way to DNS",
      pods: pods.map((pod) => ({ pod, rules })),
      provoke: lookup,
    });
    return { undo: way.undo, evidence: way.lost };
  },
};
