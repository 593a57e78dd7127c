import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type PromtailConfig, promtailPaths } from "../../../components/collector/promtailConfig";
import { toYaml } from "../../../components/yaml";
import { program } from "../../support/programs";
import { type Pushed, pushedLines } from "./pushRequest";

/** A pod as the Kubernetes API describes it, and what the files of its containers hold. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly phase?: string;
  /** Ports of every container. */
  readonly ports?: readonly number[];
  /** Raw content of the log file of each container. */
  readonly files: Readonly<Record<string, string>>;
  /** What the kubelet names the folder by. @default the uid */
  readonly folderId?: string;
}

/** What the API says of namespaces, by their names. */
export type Namespaces = Readonly<
  Record<string, { labels?: Record<string, string>; annotations?: Record<string, string> }>
>;

/** The node whose Promtail is under test. */
export const nodeName = "node-a";

/** A push as it came in. */
export interface Push {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
  readonly lines: readonly Pushed[];
}

/**
 * A node with pods, an API server that knows them and a Loki that takes pushes, for the real
 * Promtail with the rendered configuration. Only addresses and folders are replaced in it.
 */
export class TestNode {
  readonly apiRequests: string[] = [];
  readonly pushes: Push[] = [];
  /** What Promtail printed. */
  stdout = "";
  stderr = "";
  private readonly root = mkdtempSync(join(tmpdir(), "promtail-"));
  private readonly servers: Server[] = [];
  private process: ChildProcess | undefined;

  constructor(
    private readonly pods: readonly Pod[],
    private readonly namespaces: Namespaces = {},
  ) {
    for (const pod of pods) {
      for (const [container, content] of Object.entries(pod.files)) {
        const folder = `${pod.namespace}_${pod.name}_${pod.folderId ?? pod.uid}`;
        this.write(join("pods", folder, container, "0.log"), content);
      }
    }
  }

  /** Starts Promtail. The password, if its configuration reads one, is `correct horse`. */
  async start(config: PromtailConfig, flags: readonly string[] = []): Promise<void> {
    const api = await this.serve((request, response) => {
      this.answerAsApi(request, response);
    });
    const loki = await this.serve((request, response) => {
      void this.takePush(request, response);
    });
    const text = toYaml(config)
      .replaceAll(promtailPaths.pods, join(this.root, "pods"))
      .replaceAll(promtailPaths.positions, this.root)
      .replaceAll(promtailPaths.password, this.write("password", "correct horse"))
      .replace("http_listen_port: 9080", "http_listen_port: 0")
      .replace("- role: pod", `- role: pod\n        api_server: http://127.0.0.1:${api}`)
      .replace("http://loki.test", `http://127.0.0.1:${loki}`);
    const file = this.write("promtail.yaml", text);
    const child = spawn(program("promtail"), [`-config.file=${file}`, ...flags], {
      env: { HOSTNAME: nodeName, TZ: "UTC" },
    });
    child.stdout.on("data", (data: Buffer) => (this.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (this.stderr += data.toString()));
    this.process = child;
  }

  /** Port of Promtail's own server. */
  get port(): number {
    const [, port = "0"] =
      /msg="server listening on addresses" http=\S+:(\d+)/.exec(this.stderr) ?? [];
    return Number(port);
  }

  /** Every line that was pushed. */
  get lines(): Pushed[] {
    return this.pushes.flatMap(({ lines }) => lines);
  }

  /** Promtail's notes of how far it has read, once it has made any. */
  positions(): string {
    const file = join(this.root, "positions.yaml");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** Waits until a condition holds, and says what Promtail printed when it never does. */
  async until(condition: () => boolean, seconds = 30): Promise<void> {
    const end = Date.now() + seconds * 1_000;
    while (!condition()) {
      if (Date.now() > end) {
        throw new Error(`not within ${seconds} s; Promtail printed\n${this.stdout}${this.stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (child?.exitCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(this.root, { recursive: true });
  }

  private write(path: string, content: string): string {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    return full;
  }

  private async serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<number> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    this.servers.push(server);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  private answerAsApi(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "", "http://api");
    const watch = url.searchParams.has("watch");
    const selector = url.searchParams.get("fieldSelector") ?? "";
    this.apiRequests.push(`${watch ? "watch" : "list"} ${url.pathname} ${selector}`);
    response.setHeader("content-type", "application/json");
    const metadata = { resourceVersion: "1" };
    const kind = url.pathname === "/api/v1/namespaces" ? "Namespace" : "Pod";
    const items = kind === "Pod" ? this.pods.map(apiObject) : this.namespaceObjects();
    if (!watch) {
      response.end(JSON.stringify({ kind: `${kind}List`, apiVersion: "v1", metadata, items }));
      return;
    }
    // A watch that begins with what there is, instead of a list, and never ends.
    const annotations = { "k8s.io/initial-events-end": "true" };
    const listed = { kind, apiVersion: "v1", metadata: { ...metadata, annotations } };
    for (const object of items) {
      response.write(`${JSON.stringify({ type: "ADDED", object })}\n`);
    }
    response.write(`${JSON.stringify({ type: "BOOKMARK", object: listed })}\n`);
  }

  private namespaceObjects(): object[] {
    return Object.entries(this.namespaces).map(([name, described]) => ({
      kind: "Namespace",
      apiVersion: "v1",
      metadata: { name, uid: `uid-of-${name}`, resourceVersion: "1", ...described },
    }));
  }

  private async takePush(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const { authorization, "x-scope-orgid": tenant } = request.headers;
    this.pushes.push({
      path: request.url ?? "",
      authorization,
      tenant: tenant?.toString(),
      lines: pushedLines(Buffer.concat(parts)),
    });
    response.statusCode = 204;
    response.end();
  }
}

function apiObject(pod: Pod): object {
  const { name, namespace, uid, labels, annotations, node = nodeName, phase = "Running" } = pod;
  const ports = (pod.ports ?? []).map((containerPort) => ({ containerPort }));
  return {
    kind: "Pod",
    apiVersion: "v1",
    metadata: { name, namespace, uid, labels, annotations, resourceVersion: "1" },
    spec: {
      nodeName: node,
      containers: Object.keys(pod.files).map((container) => ({ name: container, ports })),
    },
    status: { phase, podIP: "10.0.0.1" },
  };
}
