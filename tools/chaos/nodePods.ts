import type { Kubectl } from "../cluster/kubectl";
import { poll } from "../cluster/poll";
import {
  appliedLine,
  cannotMark,
  nodeRoot,
  nodeScript,
  notPossibleCode,
  shellFunctions,
  type NodeScript,
} from "./nodeScript";
import { removeNamespaceCommand } from "./place";
import type { Changes, Change } from "./undo";

/** A fault that this cluster does not allow to be made, for a reason that a person can read. */
export class NotPossible extends Error {}

/** What a script of one node is to do. */
export interface NodeTask extends NodeScript {
  readonly node: string;
}

/** Where scripts on nodes run, and how their changes are remembered. */
export interface NodePodsArgs {
  readonly kubectl: Kubectl;
  readonly namespace: string;
  readonly changes: Changes;
  /** Part of the pods' names that no other fault of a run has. */
  readonly name: string;
  /** Image with busybox. */
  readonly image: string;
  /** Aborted when nothing is waited for any more. */
  readonly signal: AbortSignal;
}

/** Time beyond the fault's own after which a script mends by itself. */
const spareSeconds = 120;

/** Runs scripts on nodes, each in a privileged pod that sees the node's processes. */
export class NodePods {
  constructor(private readonly args: NodePodsArgs) {}

  /**
   * Breaks something on nodes, once for each instance. Returns once all of it is broken.
   * @param what for people: what is broken
   * @param holdSeconds how long it is meant to last
   */
  async run(what: string, tasks: readonly NodeTask[], holdSeconds: number): Promise<NodeChange> {
    const { kubectl, namespace, name, changes } = this.args;
    const pods = tasks.map(({ node, ...script }, index) => ({
      name: `${name}-${index}`,
      node,
      script: nodeScript(script, holdSeconds + spareSeconds),
    }));
    const names = pods.map((pod) => `pod/${pod.name}`);
    const change: Change = {
      what,
      // The kubelet tells each script to stop, and it mends what it broke.
      command: removeNamespaceCommand(namespace),
      undo: () => kubectl.delete([...names, "--namespace", namespace], 60),
    };
    changes.add(change);
    await kubectl.applyObjects(pods.map((pod) => podObject(this.args, pod)));
    await Promise.all(pods.map((pod) => this.applied(pod.name)));
    return {
      at: Date.now(),
      undo: () => changes.undo(change),
      exec: async (command) => {
        const words = ["/bin/sh", "-c", `${shellFunctions}\n${command}`];
        const answers = await Promise.all(
          pods.map((pod) => kubectl.exec(namespace, pod.name, words)),
        );
        return answers.map(({ stdout }) => stdout).join("");
      },
    };
  }

  private async applied(name: string): Promise<void> {
    const { kubectl, namespace, signal } = this.args;
    const { code, said } = await poll(
      async () => {
        const { stdout } = await kubectl.try(["logs", "--namespace", namespace, name]);
        if (stdout.includes(appliedLine)) {
          return { code: 0, said: "" };
        }
        const pod = await kubectl.pod(namespace, name);
        const ended = pod.status.containerStatuses?.[0]?.state.terminated;
        return ended === undefined ? undefined : { code: ended.exitCode, said: stdout.trim() };
      },
      { what: `the script ${name} on its node`, timeoutMs: 90_000, intervalMs: 300, signal },
    );
    if (code === notPossibleCode) {
      const reason = said.split("\n").find((line) => line.startsWith(cannotMark)) ?? said;
      throw new NotPossible(reason.replace(cannotMark, ""));
    }
    if (said !== "" || code !== 0) {
      throw new Error(`the script ${name} ended with code ${code}: ${said}`);
    }
  }
}

/** What scripts have broken. */
export interface NodeChange {
  /** When all of it was broken, in milliseconds of this machine's clock. */
  readonly at: number;
  readonly undo: () => Promise<void>;
  /** Runs a command beside each script and returns what they print. */
  readonly exec: (command: string) => Promise<string>;
}

function podObject(
  { namespace, image }: NodePodsArgs,
  pod: { readonly name: string; readonly node: string; readonly script: string },
) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: pod.name, namespace },
    spec: {
      nodeName: pod.node,
      hostPID: true,
      restartPolicy: "Never",
      terminationGracePeriodSeconds: 30,
      tolerations: [{ operator: "Exists" }],
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: "fault",
          image,
          imagePullPolicy: "IfNotPresent",
          command: ["/bin/sh", "-c", pod.script],
          securityContext: { privileged: true },
          volumeMounts: [{ name: "node", mountPath: nodeRoot }],
          resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
        },
      ],
      volumes: [{ name: "node", hostPath: { path: "/" } }],
    },
  };
}
