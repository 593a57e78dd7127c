import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** When the members of the fake's ring last told that they are alive. */
export const heartbeat = "2026-01-10T12:00:00Z";

/** What a stand-in for Loki and its gateway does wrong, or otherwise than the stack says. */
export interface Faults {
  /** Status of a request without a password. @default 401 */
  nobody?: number;
  /** Status of an operator's path behind the gateway. @default 404 */
  admin?: number;
  /** Status of a push. @default 204 */
  push?: number;
  /** What becomes of the lines on their way out. @default nothing */
  read?: (lines: Stored[]) => Stored[];
  /** Whether the lines of an answer come in the order that was not asked for. */
  unordered?: boolean;
  /** Chunks that stay in memory after a flush. @default 0 */
  staying?: number;
  /** @default one ACTIVE member for each Loki */
  ring?: readonly { readonly id: string; readonly state: string }[];
  /** Value of the compactor's metric by the number of its request. @default 1, 0, 0, 1, … */
  compactor?: (request: number) => number;
  /** @default 90 days, on */
  config?: string;
  /** Status of a request to delete. @default 204 */
  delete?: number;
  /** Whether it has nothing that writes. */
  readOnly?: boolean;
}

export interface Stored {
  readonly labels: Readonly<Record<string, string>>;
  readonly time: bigint;
  readonly line: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

type Reply = readonly [status: number, body?: unknown];

/** Loki's HTTP interface on a port of this machine, as far as the commands use it. */
export class FakeLoki {
  faults: Faults = {};
  readonly deletions: string[] = [];
  private lines: Stored[] = [];
  private inMemory = 0;
  private compactorRequests = 0;
  private readonly server: Server;

  constructor(private readonly replicas: number) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(([status, body = ""]) => {
        response.writeHead(status);
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Without faults and without lines. */
  reset(): void {
    this.faults = {};
    this.deletions.length = 0;
    this.lines = [];
    this.inMemory = 0;
  }

  /** Has the lines of another one, as a second one that reads the same bucket. */
  readSameAs(other: FakeLoki): void {
    this.lines = [...other.lines];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<Reply> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://loki");
    const body = await textOf(request);
    const { authorization, "x-scope-orgid": tenant } = request.headers;
    if (tenant !== undefined) {
      return this.ofLoki(pathname, searchParams, body);
    }
    if (authorization === undefined) {
      return [this.faults.nobody ?? 401];
    }
    return pathname.startsWith("/loki/api/")
      ? this.ofLoki(pathname, searchParams, body)
      : [this.faults.admin ?? 404];
  }

  private ofLoki(path: string, search: URLSearchParams, body: string): Reply {
    const { faults } = this;
    if (faults.readOnly === true && !path.startsWith("/loki/api/v1/query")) {
      return [404];
    }
    switch (path) {
      case "/loki/api/v1/push":
        return this.push(body);
      case "/loki/api/v1/query_range":
        return this.range(search);
      case "/loki/api/v1/query":
        return this.count(search);
      case "/loki/api/v1/delete":
        this.deletions.push(search.get("query") ?? "");
        return [faults.delete ?? 204];
      case "/flush":
        this.inMemory = faults.staying ?? 0;
        return [204];
      case "/ring":
        return [200, { shards: faults.ring ?? this.members() }];
      case "/metrics":
        return [200, `loki_boltdb_shipper_compactor_running ${this.compactor()}\n`];
      case "/config":
        return [200, faults.config ?? configText];
      default:
        return [404];
    }
  }

  private members() {
    return Array.from({ length: this.replicas }, (_, index) => ({
      timestamp: heartbeat,
      id: `loki-${index}`,
      state: "ACTIVE",
      address: "10.0.0.1:9095",
    }));
  }

  private compactor(): number {
    const request = this.compactorRequests++;
    return this.faults.compactor?.(request) ?? (request % this.replicas === 0 ? 1 : 0);
  }

  private push(body: string): Reply {
    const status = this.faults.push ?? (body === "" ? 400 : undefined);
    if (status !== undefined) {
      return [status, "no"];
    }
    const { streams } = JSON.parse(body) as {
      streams: {
        stream: Record<string, string>;
        values: [string, string, Record<string, string>?][];
      }[];
    };
    for (const { stream, values } of streams) {
      const labels = { ...stream, service_name: stream["job"] ?? "" };
      this.inMemory += this.replicas;
      for (const [time, line, metadata] of values) {
        this.lines.push({
          ...{ labels, time: BigInt(time), line },
          ...(metadata === undefined ? {} : { metadata }),
        });
      }
    }
    this.lines.sort((a, b) => Number(a.time - b.time));
    return [204];
  }

  private range(search: URLSearchParams): Reply {
    const [start, end] = [BigInt(search.get("start") ?? 0), BigInt(search.get("end") ?? 0)];
    const inRange = this.found(search.get("query") ?? "").filter(
      ({ time }) => time >= start && time < end,
    );
    const ordered = search.get("direction") === "backward" ? inRange.reverse() : inRange;
    const page = ordered.slice(0, Number(search.get("limit")));
    const found = this.faults.unordered === true ? page.reverse() : page;
    const result = found.map(({ labels, time, line, metadata }) => ({
      stream: labels,
      values: [[`${time}`, line, metadata === undefined ? {} : { structuredMetadata: metadata }]],
    }));
    const stats = { ingester: { totalChunksMatched: this.inMemory } };
    return [200, { data: { result, stats } }];
  }

  private count(search: URLSearchParams): Reply {
    const query = search.get("query") ?? "";
    const by = /by \((\w+)\)/.exec(query)?.[1];
    const counts = new Map<string, number>();
    for (const { labels } of this.found(query)) {
      const key = by === undefined ? "" : (labels[by] ?? "");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const result = [...counts].map(([key, value]) => ({
      metric: by === undefined ? {} : { [by]: key },
      value: [0, `${value}`],
    }));
    return [200, { data: { result } }];
  }

  /** The few forms of queries that the commands use. */
  private found(query: string): Stored[] {
    const [, text = ""] = /\|= "([^"]*)"/.exec(query) ?? [];
    const [, writer] = /writer="(\d+)"/.exec(query) ?? [];
    const [, smokeLine] = /smoke_line="([^"]*)"/.exec(query) ?? [];
    const lines = this.faults.read?.([...this.lines]) ?? this.lines;
    return lines.filter(
      ({ line, labels, metadata }) =>
        line.includes(text) &&
        (writer === undefined || labels["writer"] === writer) &&
        (smokeLine === undefined || metadata?.["smoke_line"] === smokeLine),
    );
  }
}

/** As a running Loki writes what the settings say as `2160h`. */
export const configText =
  "limits_config:\n  retention_period: 12w6d\ncompactor:\n  retention_enabled: true\n";

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk as string;
  }
  return text;
}
