import { mustRun, run, type RunResult } from "./run";

/** A Kubernetes object as the API server returns it, as far as this program looks at it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly generation?: number;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

export interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly reason?: string; readonly exitCode: number };
    readonly running?: object;
  };
  readonly lastState?: { readonly terminated?: { readonly reason?: string } };
}

interface List<T> {
  readonly items: readonly T[];
}

/** Whose fields are whose under server-side apply. */
const fieldManager = "fraiseql-loki";

/** kubectl on the cluster that an environment names. Every call is bounded in time. */
export class Kubectl {
  /** @param context of the kubeconfig, where it is not the current one */
  constructor(
    readonly env: NodeJS.ProcessEnv,
    readonly context?: string,
  ) {}

  /** The arguments of a command, with the context in front. */
  arguments(args: readonly string[]): string[] {
    return this.context === undefined ? [...args] : ["--context", this.context, ...args];
  }

  /** Runs any command; throws with what it said when it fails. */
  async call(args: readonly string[], options: { input?: string; timeoutMs?: number } = {}) {
    return await mustRun("kubectl", this.arguments(args), { ...options, env: this.env });
  }

  /** What a command prints with `--output json`. */
  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.call([...args, "--output", "json"])) as T;
  }

  /** Objects of one or more kinds, `statefulset,job`, in one namespace. */
  async list<T = KubernetesObject>(
    kinds: string,
    namespace: string,
    selector?: string,
  ): Promise<readonly T[]> {
    const filter = selector === undefined ? [] : ["--selector", selector];
    const { items } = await this.json<List<T>>("get", kinds, "--namespace", namespace, ...filter);
    return items;
  }

  pods(namespace: string, selector?: string): Promise<readonly Pod[]> {
    return this.list<Pod>("pods", namespace, selector);
  }

  pod(namespace: string, name: string): Promise<Pod> {
    return this.json<Pod>("get", "pod", name, "-n", namespace);
  }

  /** Applies files or folders, in their order, on the server's side. */
  async apply(paths: readonly string[]): Promise<void> {
    const files = paths.flatMap((path) => ["--filename", path]);
    const options = ["--server-side", "--force-conflicts", "--field-manager", fieldManager];
    await this.call(["apply", ...options, ...files], { timeoutMs: 120_000 });
  }

  /** Applies objects that are in no file. */
  async applyObjects(objects: readonly object[]): Promise<void> {
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    const options = ["--server-side", "--force-conflicts", "--field-manager", fieldManager];
    await this.call(["apply", ...options, "--filename", "-"], { input });
  }

  /** Deletes objects and waits until they are gone. What is not there is no error. */
  async delete(args: readonly string[], timeoutSeconds = 180): Promise<void> {
    const options = ["--ignore-not-found", "--wait=true", `--timeout=${timeoutSeconds}s`];
    await this.call(["delete", ...args, ...options], { timeoutMs: (timeoutSeconds + 10) * 1_000 });
  }

  /** The end of a pod's log, of all its containers. */
  async logs(namespace: string, pod: string, lines = 20): Promise<string> {
    const target = ["--namespace", namespace, pod, "--all-containers", "--prefix"];
    const { stdout, stderr } = await this.try(["logs", ...target, "--tail", `${lines}`]);
    return `${stdout}${stderr}`.trim();
  }

  /** Runs a command inside a pod, whatever its code. */
  exec(namespace: string, pod: string, command: readonly string[]): Promise<RunResult> {
    return this.try(["exec", "--namespace", namespace, pod, "--", ...command]);
  }

  /** Runs a command whose failure is an answer too. */
  try(args: readonly string[], timeoutMs = 60_000): Promise<RunResult> {
    return run("kubectl", this.arguments(args), { env: this.env, timeoutMs });
  }
}

/** Whether a pod takes traffic and is not on its way out. */
export function isReady(pod: Pod): boolean {
  const ready = pod.status.conditions?.find(({ type }) => type === "Ready");
  return ready?.status === "True" && pod.metadata.deletionTimestamp === undefined;
}
