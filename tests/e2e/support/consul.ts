import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "../../../components/yaml";
import { isReady, type Pod } from "../../../tools/cluster/kubectl";
import { poll } from "../../../tools/cluster/poll";
import { emptyNamespace } from "../../../tools/cluster/removeNamespaces";
import { testBed } from "../../../tools/cluster/testbed";
import { waitPodsReady, waitReady } from "../../../tools/cluster/waitReady";
import type { Manifest } from "../../../tools/render/manifests";
import { renderStack } from "../../../tools/render/renderStack";
import type { StackConfig } from "../drivers/driver";
import type { Cluster } from "./cluster";
import { withSettings } from "./stage";

const servers = { selector: "app.kubernetes.io/name=consul", count: 3 };
const port = 8500;
const withinMs = 90_000;

/** Statuses that a Consul server gives to one token. */
export interface Rights {
  readonly writeRing: number;
  readonly readRing: number;
  readonly writeElsewhere: number;
  readonly readElsewhere: number;
  readonly policies: number;
}

/** The ring's part of a rendered stack, in a namespace of its own. */
export class ConsulStage {
  private url = "";

  private constructor(
    readonly cluster: Cluster,
    readonly namespace: string,
    private readonly manifests: readonly Manifest[],
  ) {}

  /** Renders a stack into the namespace and keeps what belongs to the ring. Deploys nothing. */
  static async render(
    cluster: Cluster,
    namespace: string,
    config: StackConfig,
  ): Promise<ConsulStage> {
    const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-e2e-"));
    try {
      const configFile = join(folder, "Pulumi.ring.yaml");
      const inNamespace = { ...config, "fraiseql-loki:namespace": namespace };
      writeFileSync(configFile, toYaml({ config: inNamespace }), { mode: 0o600 });
      const out = join(folder, "rendered");
      const { manifests } = await renderStack({ stack: "ring", configFile, out });
      return new ConsulStage(cluster, namespace, manifests.filter(isOfRing(namespace)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Empty volumes, no Job, no pod: as if it had never run. The Services may stay. */
  async removeServers(): Promise<void> {
    await emptyNamespace(this.cluster.kubectl, this.namespace);
    await testBed.freeVolumes();
  }

  /** Applies everything and waits for the servers and the Job. */
  async start(): Promise<void> {
    await this.apply();
    const workloads = this.manifests
      .filter(({ kind }) => kind === "StatefulSet" || kind === "Job")
      .map(({ kind, metadata: { name } }) => ({ kind, namespace: this.namespace, name }));
    await waitReady(this.cluster.kubectl, workloads, { timeoutMs: withinMs });
    this.url = await this.cluster.reach.service(this.namespace, "consul", port);
  }

  async apply(): Promise<void> {
    await this.cluster.kubectl.applyObjects(this.manifests);
  }

  get jobName(): string {
    return this.manifests.find(({ kind }) => kind === "Job")?.metadata.name ?? "";
  }

  /** Waits until a leader answers through the Service and three healthy servers vote. */
  async waitForLeader(): Promise<Autopilot> {
    const what = "three voting Consul servers with a leader";
    return await poll(
      async () => {
        const leader = await this.json<string>("/v1/status/leader", "");
        const state = await this.autopilot();
        return leader !== "" && state.Healthy && state.Voters.length === 3 ? state : undefined;
      },
      { what, timeoutMs: withinMs, intervalMs: 250 },
    );
  }

  private autopilot(): Promise<Autopilot> {
    return this.json("/v1/operator/autopilot/state", this.managementToken);
  }

  /** Whether Loki may write its ring at this moment. No connection counts as no. */
  async takesWrites(): Promise<boolean> {
    try {
      const { status } = await this.call("PUT", "/v1/kv/collectors/e2e", this.lokiToken);
      return status === 200;
    } catch {
      return false;
    }
  }

  /**
   * What a token may do, as each server answers. The servers are asked themselves: a Service learns
   * of a ready pod a moment later, and its old connections end with the pod that they led to.
   */
  async rights(token: string): Promise<readonly Rights[]> {
    const { kubectl, reach } = this.cluster;
    const pods = await kubectl.pods(this.namespace, servers.selector);
    const rightsAt = async ({ metadata: { name } }: Pod) =>
      await this.rightsAt(await reach.pod(this.namespace, name, port), token);
    return await Promise.all(pods.map(rightsAt));
  }

  private async rightsAt(url: string, token: string): Promise<Rights> {
    const status = async (method: string, path: string) =>
      (await this.call(method, path, token, url)).status;
    return {
      writeRing: await status("PUT", "/v1/kv/collectors/e2e"),
      readRing: await status("GET", "/v1/kv/collectors/e2e?raw"),
      writeElsewhere: await status("PUT", "/v1/kv/elsewhere"),
      readElsewhere: await status("GET", "/v1/kv/elsewhere?raw"),
      policies: await status("GET", "/v1/acl/policies"),
    };
  }

  get lokiToken(): string {
    return this.secret("consul-loki-", "token");
  }

  async readyServers(): Promise<number> {
    const pods = await this.cluster.kubectl.pods(this.namespace, servers.selector);
    return pods.filter(isReady).length;
  }

  /** Deletes the pods of all servers at once. Volumes stay. */
  async deleteServers(options: readonly string[]): Promise<void> {
    await this.cluster.kubectl.delete([
      ...["pods", "--namespace", this.namespace, "--selector", servers.selector],
      ...options,
    ]);
  }

  async waitForServers(): Promise<void> {
    await waitPodsReady(this.cluster.kubectl, { namespace: this.namespace, ...servers }, withinMs);
  }

  private get managementToken(): string {
    return this.secret("consul-management-", "token");
  }

  private secret(prefix: string, key: string): string {
    const found = this.manifests.find(
      ({ kind, metadata: { name } }) => kind === "Secret" && name.startsWith(prefix),
    );
    const data = found?.["data"] as Record<string, string> | undefined;
    return Buffer.from(data?.[key] ?? "", "base64").toString();
  }

  private async json<T>(path: string, token: string): Promise<T> {
    const { status, body } = await this.call("GET", path, token);
    if (status !== 200) {
      throw new Error(`Consul answered ${status}: ${body}`);
    }
    return JSON.parse(body) as T;
  }

  private async call(method: string, path: string, token: string, url = this.url) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: token === "" ? {} : { "X-Consul-Token": token },
      ...(method === "PUT" ? { body: "value" } : {}),
      signal: AbortSignal.timeout(5_000),
    });
    return { status: response.status, body: await response.text() };
  }
}

interface Autopilot {
  readonly Healthy: boolean;
  readonly FailureTolerance: number;
  readonly Voters: readonly string[];
}

/** A stack whose ring is Consul's and which needs nothing that does not exist. */
export function ringConfig(template: StackConfig): StackConfig {
  const credentials = { existingSecret: "none" };
  const buckets = { chunksBucket: "ring-chunks", rulerBucket: "ring-ruler" };
  const store = { endpoint: "http://nowhere.example.com:9000", credentials, ...buckets };
  return withSettings(template, "storage", store);
}

function isOfRing(namespace: string): (manifest: Manifest) => boolean {
  return ({ kind, metadata }) => {
    const { name, namespace: own } = metadata;
    return kind === "Namespace"
      ? name === namespace
      : own === namespace && (name === "consul" || name.startsWith("consul-"));
  };
}
