import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { hashSync } from "bcryptjs";
import {
  caddyConfig,
  type CaddyConfigArgs,
  userFile,
  usersPath,
} from "../../../components/gateway/caddyConfig";
import { clientCaPath, tlsPath } from "../../../components/gateway/caddyTls";
import { program } from "../../support/programs";
import { onLoopback, type Ports, upstream } from "./loopback";
import { request } from "./request";
import { freePort, processorTimeMs } from "./system";

/** A request as it came to Loki's place. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** Every value of X-Scope-OrgID, one for each header. */
  readonly tenants: readonly string[];
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** Absent where it is empty. */
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** What came to Loki's place meanwhile. */
  readonly received: readonly Received[];
}

export interface GatewayOptions extends Pick<CaddyConfigArgs, "tls" | "forwardAuth"> {
  readonly ids: readonly string[];
  readonly collectorUser: string;
  /** Folder of `tls.crt`, `tls.key` and `client-ca.crt`. @default none */
  readonly certificates?: string;
  /** Group of each tenant's readers. @default none */
  readonly readGroup?: (id: string) => string;
  /** Of the bcrypt hash of a user's password. @default 4, as for a generated one */
  readonly hashCost?: (user: string) => number;
}

/** The real Caddy with the rendered configuration, and a stand-in for Loki behind it. */
export class RunningGateway {
  /** What Caddy printed: its log. */
  log = "";
  private readonly received: Received[] = [];

  private constructor(
    private readonly folder: string,
    private readonly loki: Server,
    private readonly caddy: ChildProcess,
    private readonly ports: Ports,
  ) {
    caddy.stdout?.on("data", (data: Buffer) => (this.log += data.toString()));
    caddy.stderr?.on("data", (data: Buffer) => (this.log += data.toString()));
  }

  /**
   * A gateway whose users' passwords are `<user>!`.
   * @param change of the rendered configuration. @default none
   */
  static start(
    options: GatewayOptions,
    change: (config: string) => string = (config) => config,
  ): Promise<RunningGateway> {
    const hasTls = options.tls !== undefined;
    return RunningGateway.run((folder) => change(configure(options, folder)), hasTls);
  }

  /** A gateway with plain HTTP of a rendered configuration and the hashes by the users' files. */
  static rendered(
    config: string,
    hashes: Readonly<Record<string, string>>,
  ): Promise<RunningGateway> {
    return RunningGateway.run((folder) => {
      Object.entries(hashes).forEach(([file, hash]) => {
        writeFileSync(join(folder, file), hash);
      });
      return config
        .replaceAll(usersPath, folder)
        .replaceAll(/"dial":\s*"[^"]*"/g, `"dial":"${upstream}"`);
    }, false);
  }

  private static async run(
    configured: (folder: string) => string,
    hasTls: boolean,
  ): Promise<RunningGateway> {
    const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-gateway-"));
    const loki = createServer().listen(0, "127.0.0.1");
    await once(loki, "listening");
    const plain = await freePort();
    const clients = hasTls ? await freePort() : plain;
    const ports = { plain, clients, operations: await freePort() };
    const file = join(folder, "caddy.json");
    writeFileSync(file, await onLoopback(configured(folder), ports, loki));
    const env = { XDG_CONFIG_HOME: join(folder, "config"), XDG_DATA_HOME: join(folder, "data") };
    const caddy = spawn(program("caddy"), ["run", "--config", file], { env });
    const gateway = new RunningGateway(folder, loki, caddy, ports);
    loki.on("request", (request, response) => {
      void gateway.receive(request).then(() => response.end("{}"));
    });
    await gateway.isUp();
    return gateway;
  }

  /** Where clients are answered, with TLS if there is any. */
  get port(): number {
    return this.ports.clients;
  }

  /** What it shows Prometheus. */
  async metrics(): Promise<string> {
    return await (await fetch(`http://127.0.0.1:${this.ports.operations}/metrics`)).text();
  }

  /** The same at the port of plain HTTP. */
  async sendPlain(bytes: string): Promise<Answer> {
    return await this.exchange(connect({ host: "127.0.0.1", port: this.ports.plain }), bytes);
  }

  /** A connection of its own. */
  connect(options: ConnectionOptions = {}): Socket {
    return this.port === this.ports.plain
      ? connect({ host: "127.0.0.1", port: this.port })
      : this.connectTls(options);
  }

  connectTls(options: ConnectionOptions): TLSSocket {
    const target = { host: "127.0.0.1", port: this.port };
    return connectTls({ rejectUnauthorized: false, ...options, ...target });
  }

  /** Sends these bytes as they are and waits for the answer's first line. Status 0: there was none. */
  async send(bytes: string, options: ConnectionOptions = {}): Promise<Answer> {
    return await this.exchange(this.connect(options), bytes);
  }

  private async exchange(socket: Socket, bytes: string): Promise<Answer> {
    const before = this.received.length;
    let answer = "";
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.write(bytes, "latin1");
    const end = Date.now() + 10_000;
    while (!answer.includes("\r\n\r\n") && !socket.destroyed && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    socket.destroy();
    const [, status = "0"] = /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
    return { status: Number(status), received: this.received.slice(before) };
  }

  /** Processor time that Caddy has used since its start, in milliseconds. */
  cpuMs(): number {
    return processorTimeMs(this.caddy.pid ?? 0);
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

  private async receive(request: IncomingMessage): Promise<void> {
    const { method = "", url = "", headers, rawHeaders } = request;
    // One whose body breaks off has come all the same.
    const body = await text(request).catch(() => "");
    if (url === "/ready") {
      return;
    }
    const tenants = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 && name.toLowerCase() === "x-scope-orgid"
        ? [rawHeaders[index + 1] ?? ""]
        : [],
    );
    const { authorization, cookie } = headers;
    this.received.push({
      ...{ method, path: url, tenants, authorization, cookie },
      ...(body === "" ? {} : { body }),
    });
  }

  private async isUp(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { status } = await this.send(request("GET", "/", {}));
      if (status === 404) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Caddy never answered\n${this.log}`);
  }
}

/** The rendered configuration, with the users' files in a folder. */
function configure(options: GatewayOptions, folder: string): string {
  const { ids, collectorUser, tls, forwardAuth, readGroup, certificates = folder } = options;
  const { hashCost = () => 4 } = options;
  const tenants = ids.map((id) => ({
    id,
    writeUser: `${id}-write`,
    readUser: `${id}-read`,
    readGroup: readGroup?.(id),
  }));
  const users = tenants.flatMap(({ writeUser, readUser }) => [writeUser, readUser]);
  [...users, collectorUser].forEach((user) => {
    writeFileSync(join(folder, userFile(user)), hashSync(`${user}!`, hashCost(user)));
  });
  const who = { tenants, collectorUser, tls, forwardAuth };
  const config = caddyConfig({ ...who, port: 8080, upstreams: [upstream], queryTimeout: "5m" });
  return JSON.stringify(config)
    .replaceAll(usersPath, folder)
    .replaceAll(tlsPath, certificates)
    .replaceAll(clientCaPath, join(certificates, "client-ca.crt"));
}
