import type { Kubectl, Pod } from "../cluster/kubectl";
import { LokiClient, type LokiClientOptions } from "../cluster/lokiClient";
import type { Reach } from "../cluster/reach";
import { waitPodsReady } from "../cluster/waitReady";
import { lokiListener, type LokiListener } from "./lokiListener";
import type { Outputs } from "./outputs";

/** Selects Loki's pods. */
export const lokiPods = "app.kubernetes.io/name=loki";

interface PodOptions {
  /** Whose lines. @default the stack's first tenant */
  readonly tenant?: string;
}

/** A stack that runs on a cluster, and the ways to its parts. */
export class DeployedStack {
  private listener: Promise<LokiListener> | undefined;

  constructor(
    readonly kubectl: Kubectl,
    readonly reach: Reach,
    readonly outputs: Outputs,
  ) {}

  /** Loki's pods by name. */
  async lokis(): Promise<readonly Pod[]> {
    const pods = await this.kubectl.pods(this.outputs.namespace, lokiPods);
    return [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** Stops all Loki pods (0), or starts so many, and waits until that is done. */
  async scaleLoki(count: number): Promise<void> {
    const { namespace } = this.outputs;
    await this.kubectl.call(["scale", "statefulset/loki", "-n", namespace, `--replicas=${count}`]);
    await waitPodsReady(this.kubectl, { namespace, selector: lokiPods, count });
  }

  /** The way in for programs that push, with their password. */
  writer(options: Partial<LokiClientOptions> = {}): LokiClient {
    const { writeUser, writePassword } = this.outputs;
    return this.as(writeUser, writePassword, options);
  }

  /** The way in for whoever reads. */
  reader(options: Partial<LokiClientOptions> = {}): LokiClient {
    const { readUser, readPassword } = this.outputs;
    return this.as(readUser, readPassword, options);
  }

  /** The way in for any user; an empty name is nobody. */
  as(user: string, password: string, options: Partial<LokiClientOptions> = {}): LokiClient {
    const { caCertificate, serverName } = this.outputs;
    let url: Promise<string> | undefined;
    return new LokiClient({
      // A stack that was deployed before there was TLS says nothing of it.
      ...(caCertificate ? { tls: { caCertificate, serverName } } : {}),
      url: () => (url ??= this.gatewayUrl()),
      ...(user === "" ? {} : { user, password }),
      ...options,
    });
  }

  /** One Loki pod itself, past the gateway. */
  pod(
    name: string,
    { tenant = this.outputs.tenant, ...options }: Partial<LokiClientOptions> & PodOptions = {},
  ): LokiClient {
    return new LokiClient({
      url: () => this.podUrl(name),
      tls: async () => (await this.lokiListener()).tls,
      headers: { "X-Scope-OrgID": tenant },
      ...options,
    });
  }

  /** `http(s)://host:port` of what takes pushes: the gateway, or Loki where there is none. */
  async gatewayUrl(): Promise<string> {
    const { hostname, port, protocol } = new URL(this.outputs.pushUrl);
    const [name = "", namespace = ""] = hostname.split(".");
    const url = await this.reach.service(namespace, name, Number(port));
    return url.replace(/^http:/, protocol);
  }

  private async podUrl(name: string): Promise<string> {
    const { port, tls } = await this.lokiListener();
    const url = await this.reach.pod(this.outputs.namespace, name, port);
    return tls === undefined ? url : url.replace(/^http:/, "https:");
  }

  /** Of Loki's own interface: settings, which the outputs do not tell. */
  private async lokiListener(): Promise<LokiListener> {
    this.listener ??= lokiListener(this);
    try {
      return await this.listener;
    } catch (error) {
      // Asked again next time: a cluster that did not answer may do so then.
      this.listener = undefined;
      throw error;
    }
  }
}
