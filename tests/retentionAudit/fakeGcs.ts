import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RemainingVersion, StoredObject } from "../../tools/retentionAudit/store";

/** What the fake store holds, and how it answers. */
export interface FakeGcsBucket {
  bucket: string;
  objects: readonly StoredObject[];
  remaining: readonly RemainingVersion[];
  pageSize: number;
  metadata: Record<string, unknown>;
  /** Answers every request. */
  error: { readonly status: number; readonly reason: string } | undefined;
  /** Body of every answer, with status 200. */
  body: string | undefined;
}

/** Cloud Storage's JSON interface on this machine's loopback: what the audit asks, no more. */
export class FakeGcs {
  readonly requests: string[] = [];
  readonly store: FakeGcsBucket;
  private readonly server: Server;

  constructor(private readonly defaults: FakeGcsBucket) {
    this.store = { ...defaults };
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    Object.assign(this.store, this.defaults);
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = "", headers, method = "" }: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams: query } = new URL(url, "http://store");
    this.requests.push(
      `${method} ${url}${headers.authorization === undefined ? "" : " authorized"}`,
    );
    const { error, body, bucket, metadata } = this.store;
    const send = (status: number, content: unknown) => {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    const refuse = (status: number, reason: string) => {
      send(status, { error: { code: status, message: "no", errors: [{ reason }] } });
    };
    const path = `/storage/v1/b/${bucket}`;
    if (error !== undefined) {
      refuse(error.status, error.reason);
    } else if (body !== undefined) {
      send(200, body);
    } else if (pathname === path) {
      send(200, { kind: "storage#bucket", ...metadata });
    } else if (pathname === `${path}/o`) {
      send(200, this.page(query));
    } else {
      refuse(404, "notFound");
    }
  }

  private page(query: URLSearchParams): object {
    const found = this.items(query).filter(({ name }) =>
      name.startsWith(query.get("prefix") ?? ""),
    );
    const from = Number(query.get("pageToken") ?? 0);
    const to = from + this.store.pageSize;
    // Cloud Storage leaves the list out where it is empty.
    const items = found.slice(from, to);
    return {
      kind: "storage#objects",
      ...(items.length === 0 ? {} : { items }),
      ...(to < found.length ? { nextPageToken: String(to) } : {}),
    };
  }

  private items(query: URLSearchParams): { readonly name: string }[] {
    const { objects, remaining } = this.store;
    const current = objects.map(({ key, bytes, modified }) => ({
      name: key,
      size: String(bytes),
      timeCreated: modified.toISOString(),
      updated: new Date().toISOString(),
    }));
    const left = (kind: RemainingVersion["kind"]) =>
      remaining
        .filter((one) => one.kind === kind)
        .map(({ key }) => ({ name: key, timeDeleted: "2026-11-01T00:00:00Z" }));
    if (query.get("softDeleted") === "true") {
      return left("softDeleted");
    }
    return query.get("versions") === "true" ? [...current, ...left("noncurrentVersion")] : current;
  }
}
