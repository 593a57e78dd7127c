import {
  isReady,
  type ContainerStatus,
  type Kubectl,
  type KubernetesObject,
  type Pod,
} from "./kubectl";

interface Event extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

/**
 * What a person needs to see why pods do not get ready: their states, the latest warnings and the
 * end of the logs. It never throws: it is asked when something has gone wrong already.
 */
export async function describeNamespaces(
  kubectl: Kubectl,
  namespaces: readonly string[],
): Promise<string> {
  const parts = await Promise.all(
    namespaces.map((name) =>
      describeNamespace(kubectl, name).catch((error: unknown) => `${name}: ${String(error)}`),
    ),
  );
  return parts.join("\n");
}

async function describeNamespace(kubectl: Kubectl, namespace: string): Promise<string> {
  const [pods, events] = await Promise.all([
    kubectl.pods(namespace),
    kubectl.list<Event>("events", namespace),
  ]);
  const unready = pods.filter((pod) => !isReady(pod) && pod.status.phase !== "Succeeded");
  const logs = await Promise.all(
    unready
      .slice(0, 4)
      .map(
        async ({ metadata: { name } }) => `log of ${name}:\n${await kubectl.logs(namespace, name)}`,
      ),
  );
  const warnings = events
    .filter(({ type }) => type === "Warning")
    .sort((a, b) => ((a.lastTimestamp ?? "") < (b.lastTimestamp ?? "") ? -1 : 1))
    .slice(-10)
    .map(
      ({ involvedObject: { kind, name }, reason = "", message = "" }) =>
        `${kind} ${name}: ${reason}: ${message.slice(0, 300)}`,
    );
  return [`namespace ${namespace}`, ...pods.map(describePod), ...warnings, ...logs].join("\n  ");
}

function describePod(pod: Pod): string {
  const { initContainerStatuses = [], containerStatuses = [], phase } = pod.status;
  const containers = [...initContainerStatuses, ...containerStatuses].map(describeContainer);
  return `pod ${pod.metadata.name}: ${[phase, ...containers].join("; ")}`;
}

function describeContainer({ name, ready, restartCount, state }: ContainerStatus): string {
  const { waiting, terminated } = state;
  const what =
    waiting?.reason ??
    (terminated === undefined
      ? ready
        ? "ready"
        : "running, not ready"
      : `${terminated.reason ?? "ended"} with code ${terminated.exitCode}`);
  const restarts = restartCount === 0 ? "" : `, ${restartCount} restarts`;
  return `${name} ${what}${restarts}`;
}
