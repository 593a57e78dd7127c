import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSync } from "bcryptjs";
import {
  caddyConfig,
  operationsPort,
  userFile,
  usersPath,
} from "../../../components/gateway/caddyConfig";
import { program } from "../../support/programs";

/** A request as it came to Loki's place. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** Every value of X-Scope-OrgID, one for each header. */
  readonly tenants: readonly string[];
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly status: number;
  /** What came to Loki's place meanwhile. */
  readonly received: readonly Received[];
}

const upstream = "loki-0.loki-headless.loki.svc:3100";

/** The real Caddy with the rendered configuration, and a stand-in for Loki behind it. */
export class RunningGateway {
  /** What Caddy printed: its log. */
  log = "";
  private readonly received: Received[] = [];

  private constructor(
    private readonly folder: string,
    private readonly loki: Server,
    private readonly caddy: ChildProcess,
    readonly port: number,
  ) {
    caddy.stdout?.on("data", (data: Buffer) => (this.log += data.toString()));
    caddy.stderr?.on("data", (data: Buffer) => (this.log += data.toString()));
  }

  /** A gateway of these tenants, whose users' passwords are `<user>!`. */
  static async start(ids: readonly string[], collectorUser: string): Promise<RunningGateway> {
    const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-gateway-"));
    const tenants = ids.map((id) => ({ id, writeUser: `${id}-write`, readUser: `${id}-read` }));
    const users = tenants.flatMap(({ writeUser, readUser }) => [writeUser, readUser]);
    [...users, collectorUser].forEach((user) => {
      writeFileSync(join(folder, userFile(user)), hashSync(`${user}!`, 4));
    });
    const loki = createServer().listen(0, "127.0.0.1");
    await once(loki, "listening");
    const lokiPort = (loki.address() as AddressInfo).port;
    const [port, operations] = [await freePort(), await freePort()];
    const args = { port, tenants, collectorUser, upstreams: [upstream], queryTimeout: "5m" };
    const text = JSON.stringify(caddyConfig(args))
      .replaceAll(usersPath, folder)
      .replaceAll(upstream, `127.0.0.1:${lokiPort}`)
      .replaceAll(`":${operationsPort}"`, `"127.0.0.1:${operations}"`)
      .replaceAll(`":${port}"`, `"127.0.0.1:${port}"`);
    const file = join(folder, "caddy.json");
    writeFileSync(file, text);
    const env = { XDG_CONFIG_HOME: join(folder, "config"), XDG_DATA_HOME: join(folder, "data") };
    const caddy = spawn(program("caddy"), ["run", "--config", file], { env });
    const gateway = new RunningGateway(folder, loki, caddy, port);
    loki.on("request", (request, response) => {
      const { method = "", url = "", headers, rawHeaders } = request;
      if (url !== "/ready") {
        const tenants = rawHeaders.flatMap((name, index) =>
          index % 2 === 0 && name.toLowerCase() === "x-scope-orgid"
            ? [rawHeaders[index + 1] ?? ""]
            : [],
        );
        const { authorization } = headers;
        gateway.received.push({ method, path: url, tenants, authorization });
      }
      request.resume();
      request.on("end", () => response.end("{}"));
    });
    await gateway.isUp();
    return gateway;
  }

  /** Sends these bytes as they are and waits for the answer's first line. */
  async send(bytes: string): Promise<Answer> {
    const before = this.received.length;
    const socket = connect(this.port, "127.0.0.1");
    let text = "";
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.write(bytes, "latin1");
    const end = Date.now() + 10_000;
    while (!text.includes("\r\n\r\n") && !socket.destroyed && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    socket.destroy();
    const [, status = "0"] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
    return { status: Number(status), received: this.received.slice(before) };
  }

  async stop(): Promise<void> {
    if (this.caddy.exitCode === null) {
      this.caddy.kill("SIGKILL");
      await once(this.caddy, "exit");
    }
    this.loki.closeAllConnections();
    this.loki.close();
    rmSync(this.folder, { recursive: true });
  }

  private async isUp(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { status } = await this.send(request("GET", "/loki/api/v1/labels", {}));
      if (status === 401) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Caddy never answered\n${this.log}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export interface Sender {
  /** Whose password is sent too. @default nobody's */
  readonly user?: string;
  /** More headers, line for line. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** The bytes of a request. */
export function request(method: string, path: string, sender: Sender): string {
  const { user, headers = [], body = "" } = sender;
  const basic = user && Buffer.from(`${user}:${user}!`).toString("base64");
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: loki-gateway",
    ...(basic === undefined ? [] : [`Authorization: Basic ${basic}`]),
    ...headers,
    ...(headers.some((line) => line.startsWith("Transfer-Encoding"))
      ? []
      : [`Content-Length: ${body.length}`]),
    "Connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
