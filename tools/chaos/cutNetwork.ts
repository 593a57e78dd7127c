import type { Pod } from "../cluster/kubectl";
import type { Scene } from "./fault";
import { commandLines, findPid, nodeRoot, pidsOf, type NodeScript } from "./nodeScript";
import { processOf, tasksFor } from "./targets";

/** A pod some of whose packets are to be lost. */
export interface CutPod {
  readonly pod: Pod;
  /** Words for iptables that match packets and say what becomes of them. */
  readonly rules: readonly string[];
}

/** A way that is cut off. */
export interface Cut {
  readonly undo: () => Promise<void>;
  /** How many packets were lost; throws where none was. */
  readonly lost: () => Promise<string>;
}

/** What is to be cut off. */
export interface CutArgs {
  readonly what: string;
  readonly pods: readonly CutPod[];
  /**
   * Shell words that send such a packet in the network of the process `$pid`, where pods may have
   * nothing to send in a while.
   */
  readonly provoke?: string;
}

/** Loses packets in the networks of pods until that is undone. */
export async function cut(
  { nodes, holdSeconds }: Scene,
  { what, pods, provoke }: CutArgs,
): Promise<Cut> {
  const tasks = tasksFor(
    pods.map(({ pod }) => pod),
    (there) => cutNetwork(pods.filter(({ pod }) => there.includes(pod))),
  );
  const change = await nodes.run(what, tasks, holdSeconds);
  return {
    undo: change.undo,
    lost: async () => {
      const counts = (await change.exec(lostPackets(pods, provoke))).trim().split("\n").map(Number);
      const sum = counts.reduce((all, count) => all + count, 0);
      if (!(sum > 0)) {
        throw new Error("no packet was lost");
      }
      return `${sum} packets lost`;
    },
  };
}

const chain = "FAULT";
const hooks = [`OUTPUT '! -o lo -j ${chain}'`, `INPUT '! -i lo -j ${chain}'`];

/** Rules of the node's own iptables, in a chain of their own in each pod's network. */
export function cutNetwork(pods: readonly CutPod[]): NodeScript {
  return {
    apply: [
      `chroot ${nodeRoot} iptables --version >/dev/null 2>&1 ||
  cannot "the node has no iptables, with which packets are lost"`,
      ...pods.flatMap(({ pod, rules }) => [
        findPid(anyProcess(pod)),
        ...[
          `-N ${chain} ""`,
          ...rules.map((rule) => `-A ${chain} '${rule}'`),
          ...hooks.map((hook) => `-I ${hook}`),
        ].map(
          (words) =>
            `in_network "$pid" ${words} || cannot "the node's iptables does not work in a pod's network"`,
        ),
      ]),
    ].join("\n"),
    undo: pods
      .flatMap(({ pod }) => [
        `pid=$(first ${pidsOf(anyProcess(pod))})`,
        ...[...hooks.map((hook) => `-D ${hook}`), `-F ${chain} ""`, `-X ${chain} ""`].map(
          (words) => `in_network "$pid" ${words}`,
        ),
      ])
      .join("\n"),
  };
}

/** A command that prints, a line for each pod on its node, how many packets were lost. */
function lostPackets(pods: readonly CutPod[], provoke = ":"): string {
  return pods
    .map(
      ({ pod }) => `pid=$(first ${pidsOf(anyProcess(pod))})
[ -z "$pid" ] || { ${provoke}; } >/dev/null 2>&1
[ -z "$pid" ] || in_network "$pid" -nvxL ${chain} "" | awk 'NR > 2 { sum += $1 } END { print sum + 0 }'`,
    )
    .join("\n");
}

const anyProcess = (pod: Pod) => processOf(pod, commandLines.any);
