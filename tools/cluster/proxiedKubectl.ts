import { spawn, type ChildProcess } from "node:child_process";
import { Kubectl, type Pod } from "./kubectl";
import { poll } from "./poll";

/**
 * kubectl whose look-ups of pods go by one `kubectl proxy`. To start kubectl for each takes a tenth of
 * a second of CPU time, which a command that looks every second would spend on nothing else. Close it
 * when it is no longer needed.
 */
export class ProxiedKubectl extends Kubectl {
  private child: ChildProcess | undefined;
  private url: Promise<string> | undefined;

  override async pods(namespace: string, selector?: string): Promise<readonly Pod[]> {
    const query = selector === undefined ? "" : `?labelSelector=${encodeURIComponent(selector)}`;
    const path = `/api/v1/namespaces/${namespace}/pods${query}`;
    return ((await this.read(path)) as { readonly items: readonly Pod[] }).items;
  }

  override async pod(namespace: string, name: string): Promise<Pod> {
    return (await this.read(`/api/v1/namespaces/${namespace}/pods/${name}`)) as Pod;
  }

  close(): void {
    this.child?.kill("SIGTERM");
  }

  private async read(path: string): Promise<unknown> {
    const url = await (this.url ??= this.start());
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(20_000) });
    if (!response.ok) {
      throw new Error(`the API server answered ${response.status} to ${path}`);
    }
    return await response.json();
  }

  /** Any free port, of this machine only. */
  private async start(): Promise<string> {
    const child = spawn("kubectl", this.arguments(["proxy", "--port=0"]), {
      env: this.env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.child = child;
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", () => undefined);
    return await poll(
      () => {
        const [, address] = /Starting to serve on (127\.0\.0\.1:\d+)/.exec(said) ?? [];
        return Promise.resolve(address === undefined ? undefined : `http://${address}`);
      },
      { what: "kubectl proxy", timeoutMs: 20_000, intervalMs: 50 },
    );
  }
}
