import { spawn, type ChildProcess } from "node:child_process";
import type { KubernetesObject, Kubectl } from "./kubectl";
import { poll } from "./poll";

interface Service extends KubernetesObject {
  readonly spec: { readonly clusterIP: string };
}

/** A way from this machine to pods and Services. Close it when it is no longer needed. */
export interface Reach {
  /** `http://host:port` of a Service. */
  service(namespace: string, name: string, port: number): Promise<string>;
  /** `http://host:port` of one pod. Ask again after the pod was replaced. */
  pod(namespace: string, name: string, port: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * Where pods' and Services' addresses can be reached from here, as on the test bed, they are used;
 * elsewhere a port of this machine is forwarded.
 */
export function createReach(kubectl: Kubectl, direct: boolean): Reach {
  return direct ? directReach(kubectl) : new ForwardedReach(kubectl);
}

function directReach(kubectl: Kubectl): Reach {
  return {
    service: async (namespace, name, port) => {
      const { spec } = await kubectl.json<Service>("get", "service", name, "-n", namespace);
      return `http://${spec.clusterIP}:${port}`;
    },
    pod: async (namespace, name, port) => {
      const { status } = await kubectl.pod(namespace, name);
      if (status.podIP === undefined) {
        throw new Error(`pod ${namespace}/${name} has no address yet`);
      }
      return `http://${status.podIP}:${port}`;
    },
    close: () => Promise.resolve(),
  };
}

/** `kubectl port-forward` for each target, started again when it ends: it dies with its pod. */
class ForwardedReach implements Reach {
  private readonly forwards = new Map<string, PortForward>();

  constructor(private readonly kubectl: Kubectl) {}

  service(namespace: string, name: string, port: number): Promise<string> {
    return this.forward(namespace, `service/${name}`, port);
  }

  pod(namespace: string, name: string, port: number): Promise<string> {
    return this.forward(namespace, `pod/${name}`, port);
  }

  async close(): Promise<void> {
    const forwards = [...this.forwards.values()];
    this.forwards.clear();
    await Promise.all(forwards.map((forward) => forward.close()));
  }

  private async forward(namespace: string, target: string, port: number): Promise<string> {
    const key = `${namespace} ${target} ${port}`;
    const forward =
      this.forwards.get(key) ?? new PortForward(this.kubectl, namespace, target, port);
    this.forwards.set(key, forward);
    return `http://127.0.0.1:${await forward.localPort()}`;
  }
}

class PortForward {
  private child: ChildProcess | undefined;
  private port = 0;
  private opened = false;
  private closed = false;

  constructor(
    private readonly kubectl: Kubectl,
    private readonly namespace: string,
    private readonly target: string,
    private readonly remotePort: number,
  ) {}

  /** The port of this machine, once it leads somewhere. */
  async localPort(): Promise<number> {
    if (this.child === undefined) {
      this.start();
    }
    await poll(() => Promise.resolve(this.opened ? true : undefined), {
      what: `port-forward to ${this.namespace} ${this.target}`,
      timeoutMs: 60_000,
      intervalMs: 50,
    });
    return this.port;
  }

  async close(): Promise<void> {
    this.closed = true;
    const { child } = this;
    if (child?.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
  }

  /** The same local port each time: whoever has the address keeps it. */
  private start(): void {
    const ports = `${this.port === 0 ? "" : this.port}:${this.remotePort}`;
    const args = ["--namespace", this.namespace, "port-forward", this.target, ports];
    const child = spawn("kubectl", this.kubectl.arguments(args), {
      env: this.kubectl.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const found = /^Forwarding from 127\.0\.0\.1:(\d+)/m.exec(text);
      if (found !== null) {
        this.port = Number(found[1]);
        this.opened = true;
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      // kubectl stays, but its pod is gone and every further connection would fail.
      if (text.includes("lost connection to pod") || text.includes("error forwarding port")) {
        child.kill("SIGTERM");
      }
    });
    child.on("error", () => undefined);
    child.on("exit", () => {
      this.opened = false;
      if (!this.closed) {
        setTimeout(() => {
          if (!this.closed) {
            this.start();
          }
        }, 250);
      }
    });
  }
}
