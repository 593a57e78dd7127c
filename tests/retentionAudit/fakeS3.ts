import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RemainingVersion, StoredObject } from "../../tools/retentionAudit/store";

/** What the fake store holds, and how it answers. Everything can be changed between requests. */
export interface FakeBucket {
  bucket: string;
  objects: readonly StoredObject[];
  versions: readonly RemainingVersion[];
  pageSize: number;
  /** XML of the lifecycle, or an error. */
  lifecycle: string | FakeError;
  /** XML of the versioning, or an error. */
  versioning: string | FakeError;
  /** Answers every request. */
  error: FakeError | undefined;
  /** Body of every answer, with status 200. */
  body: string | undefined;
}

export interface FakeError {
  readonly code: string;
  readonly status: number;
}

/** An object store with S3's interface on this machine's loopback: what the audit asks, no more. */
export class FakeS3 {
  readonly requests: string[] = [];
  readonly store: FakeBucket;
  private readonly server: Server;

  constructor(private readonly defaults: FakeBucket) {
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

  private answer({ url = "", method = "" }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams: query } = new URL(url, "http://store");
    this.requests.push(`${method} ${url}`);
    const send = (body: string | FakeError) => {
      if (typeof body === "string") {
        response.writeHead(200, { "content-type": "application/xml" }).end(body);
      } else {
        const { code, status } = body;
        const secret = "<AWSAccessKeyId>AKIASHOULDNOTBESHOWN</AWSAccessKeyId>";
        response
          .writeHead(status, { "content-type": "application/xml" })
          .end(`<Error><Code>${code}</Code><Message>no</Message>${secret}</Error>`);
      }
    };
    const { error, body, bucket, lifecycle, versioning } = this.store;
    if (error !== undefined || body !== undefined) {
      send(error ?? body ?? "");
    } else if (pathname.split("/")[1] !== bucket) {
      send({ code: "NoSuchBucket", status: 404 });
    } else if (query.has("lifecycle")) {
      send(lifecycle);
    } else if (query.has("versioning")) {
      send(versioning);
    } else if (query.has("versions")) {
      send(this.versionPage(query));
    } else {
      send(this.objectPage(query));
    }
  }

  private objectPage(query: URLSearchParams): string {
    const found = this.store.objects.filter(({ key }) => key.startsWith(query.get("prefix") ?? ""));
    const from = Number(query.get("continuation-token") ?? 0);
    const to = from + this.store.pageSize;
    const contents = found
      .slice(from, to)
      .map(
        ({ key, bytes, modified }) =>
          `<Contents><Key>${key}</Key><Size>${bytes}</Size><LastModified>${modified.toISOString()}</LastModified></Contents>`,
      );
    const next = `<NextContinuationToken>${to}</NextContinuationToken>`;
    return listing("ListBucketResult", this.store.bucket, contents, to < found.length && next);
  }

  private versionPage(query: URLSearchParams): string {
    const found = this.store.versions.filter(({ key }) =>
      key.startsWith(query.get("prefix") ?? ""),
    );
    const from = Number(query.get("version-id-marker") ?? 0);
    const to = from + this.store.pageSize;
    const current = `<Version><Key>current</Key><VersionId>c</VersionId><IsLatest>true</IsLatest></Version>`;
    const entries = found.slice(from, to).map(({ key, kind }) => {
      const tag = kind === "deleteMarker" ? "DeleteMarker" : "Version";
      const isLatest = kind === "deleteMarker";
      return `<${tag}><Key>${key}</Key><VersionId>v</VersionId><IsLatest>${String(isLatest)}</IsLatest></${tag}>`;
    });
    const next = `<NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>${to}</NextVersionIdMarker>`;
    const isCut = to < found.length && next;
    return listing("ListVersionsResult", this.store.bucket, [current, ...entries], isCut);
  }
}

function listing(tag: string, bucket: string, entries: string[], next: string | false): string {
  const cut = `<IsTruncated>${String(next !== false)}</IsTruncated>${next === false ? "" : next}`;
  return `<?xml version="1.0"?><${tag}><Name>${bucket}</Name>${cut}${entries.join("")}</${tag}>`;
}
