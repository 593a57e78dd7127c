import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lokiConfig, lokiPaths } from "../../components/loki/lokiConfig";
import { lokiOverrides } from "../../components/loki/lokiOverrides";
import { settingsSchema } from "../../components/settings/schema";
import { tenantsOf } from "../../components/settings/tenants";
import { filesystemStorage } from "../../components/storage/filesystemStorage";
import { toYaml } from "../../components/yaml";
import { LokiClient } from "../cluster/lokiClient";
import { program } from "../programs";

const address = "127.0.0.1";
const startMs = 60_000;

export interface OneLokiOptions {
  /** Settings of `loki` that differ from the dev stack's. */
  readonly loki?: object;
  /** Whether answers are kept, as the stack has it. @default true */
  readonly cacheResults?: boolean;
}

/** A real Loki on this machine with the dev stack's configuration, changed in where things are. */
export class OneLoki {
  readonly client: LokiClient;
  private log = "";

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.client = new LokiClient({ url, retryForMs: 30_000, timeoutMs: 120_000 });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on(
        "data",
        (data: Buffer) => (this.log = `${this.log}${data.toString()}`.slice(-8_000)),
      );
    }
  }

  /** Starts it and waits until it is ready. Throws with the end of its log where it never is. */
  static async start(options: OneLokiOptions = {}): Promise<OneLoki> {
    const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-one-"));
    const httpPort = await freePort();
    writeConfiguration(folder, httpPort, await freePort(), options);
    const args = [`-config.file=${join(folder, "loki.yaml")}`, "-config.expand-env=true"];
    const env = { POD_IP: address, POD_NAME: "loki-0" };
    const child = spawn(program("loki"), args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const loki = new OneLoki(`http://${address}:${httpPort}`, child, folder);
    try {
      await loki.ready();
    } catch (error) {
      await loki.stop();
      throw error;
    }
    return loki;
  }

  /**
   * Seconds of processor time that it has used so far. Linux only: read from `/proc`, which counts
   * hundredths of a second.
   */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, "utf8");
    // The program's name, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Ends it and removes everything it wrote. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + startMs;
    for (;;) {
      const status = await this.client.raw("/ready").then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) {
        return;
      }
      if (Date.now() > deadline || this.child.exitCode !== null) {
        throw new Error(`Loki was not ready within ${startMs / 1_000} s:\n${this.log}`);
      }
      await delay(200);
    }
  }
}

function writeConfiguration(
  folder: string,
  httpPort: number,
  grpcPort: number,
  { loki = {}, cacheResults = true }: OneLokiOptions,
): void {
  const settings = settingsSchema("dev").parse({
    environment: "dev",
    loki: { ...loki, httpPort, grpcPort },
  });
  const config = lokiConfig({
    namespace: "loki",
    settings: settings.loki,
    storage: filesystemStorage,
    ring: { kvstore: { store: "inmemory" } },
    multiTenant: false,
  });
  const moved = {
    ...config,
    server: { ...config.server, http_listen_address: address, grpc_listen_address: address },
    query_range: { ...config.query_range, cache_results: cacheResults },
  };
  const text = toYaml(moved)
    .replaceAll(lokiPaths.data, join(folder, "data"))
    .replaceAll(`dir: ${lokiPaths.wal}`, `dir: ${join(folder, "wal")}`)
    .replaceAll(lokiPaths.runtime, folder);
  mkdirSync(join(folder, "data", "rules"), { recursive: true });
  writeFileSync(join(folder, "loki.yaml"), text);
  writeFileSync(
    join(folder, "overrides.yaml"),
    toYaml(lokiOverrides(tenantsOf(settings), settings.loki)),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
