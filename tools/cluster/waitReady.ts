import { describeNamespaces } from "./describe";
import { isReady, type Kubectl, type KubernetesObject } from "./kubectl";
import { poll } from "./poll";

/** A workload, as far as its progress is concerned. */
interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly completions?: number;
    readonly minReadySeconds?: number;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly succeeded?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

export interface WorkloadName {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The kinds that have something to wait for. */
export const workloadKinds = ["StatefulSet", "Deployment", "DaemonSet", "Job"];

export interface WaitOptions {
  /** @default 300000 */
  readonly timeoutMs?: number;
  /** Hears of each workload when it is done. */
  readonly onReady?: (workload: WorkloadName) => void;
}

/**
 * Waits until every workload has all its pods, new and available, and every Job is done: what
 * `kubectl rollout status` waits for. Throws with the state of the pods, their events and logs.
 */
export async function waitReady(
  kubectl: Kubectl,
  workloads: readonly WorkloadName[],
  { timeoutMs = 300_000, onReady = () => undefined }: WaitOptions = {},
): Promise<void> {
  const namespaces = [...new Set(workloads.map(({ namespace }) => namespace))];
  let waiting = [...workloads];
  const step = async () => {
    const found = await Promise.all(namespaces.map((name) => list(kubectl, name)));
    const objects = new Map(found.flat().map((object) => [key(nameOf(object)), object]));
    const done = waiting.filter((workload) => isDone(objects.get(key(workload))));
    waiting = waiting.filter((workload) => !done.includes(workload));
    done.forEach(onReady);
    const failed = waiting.find((workload) => hasFailed(objects.get(key(workload))));
    return failed ?? (waiting.length === 0 ? true : undefined);
  };
  let failed: WorkloadName | true | undefined;
  try {
    failed = await poll(step, { what: "workloads", timeoutMs, intervalMs: 1_000 });
  } catch {
    failed = undefined;
  }
  if (failed !== true) {
    const why = failed === undefined ? "in time" : `as ${key(failed)} has failed`;
    const rest = waiting.map(key).join(", ");
    throw new Error(`not ready ${why}: ${rest}\n${await describeNamespaces(kubectl, namespaces)}`);
  }
}

/** Waits until the pods of a selector are so many and all ready. */
export async function waitPodsReady(
  kubectl: Kubectl,
  { namespace, selector, count }: { namespace: string; selector: string; count: number },
  timeoutMs = 180_000,
): Promise<void> {
  try {
    await poll(
      async () => {
        const pods = await kubectl.pods(namespace, selector);
        return pods.length === count && pods.every(isReady) ? true : undefined;
      },
      { what: `${count} pods ${selector} ready`, timeoutMs },
    );
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}\n${await describeNamespaces(kubectl, [namespace])}`);
  }
}

const list = (kubectl: Kubectl, namespace: string) =>
  kubectl.list<Workload>(workloadKinds.join(",").toLowerCase(), namespace);

const key = ({ kind, namespace, name }: WorkloadName) => `${kind} ${namespace}/${name}`;

function nameOf({ kind, metadata }: KubernetesObject): WorkloadName {
  return { kind, namespace: metadata.namespace ?? "", name: metadata.name };
}

const condition = ({ status }: Workload, type: string) =>
  status?.conditions?.some((item) => item.type === type && item.status === "True") ?? false;

function hasFailed(workload: Workload | undefined): boolean {
  return workload?.kind === "Job" && condition(workload, "Failed");
}

function isDone(workload: Workload | undefined): boolean {
  if (workload === undefined) {
    return false;
  }
  const { kind, spec, status = {}, metadata } = workload;
  if (kind === "Job") {
    return condition(workload, "Complete");
  }
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return false;
  }
  if (kind === "DaemonSet") {
    const desired = status.desiredNumberScheduled ?? 0;
    return (status.updatedNumberScheduled ?? 0) >= desired && status.numberAvailable === desired;
  }
  const { replicas = 1 } = spec;
  const rolled =
    kind === "StatefulSet"
      ? status.currentRevision === status.updateRevision
      : (status.updatedReplicas ?? 0) === replicas;
  const { replicas: made = 0, availableReplicas: available = 0 } = status;
  return rolled && made === replicas && available === replicas;
}
