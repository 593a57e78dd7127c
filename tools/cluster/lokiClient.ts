import { setTimeout as delay } from "node:timers/promises";
import { fetch, type RequestInit } from "undici";
import type { MatrixAnswer, QueryStats, StreamsAnswer, VectorAnswer } from "./lokiAnswers";
import { verifying, type Verification } from "./verification";

/** One line of a stream. */
export interface LogEntry {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly line: string;
  /**
   * Structured metadata. Found only by a client with the headers `separateMetadata`: for all others
   * Loki mixes it into the labels.
   */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Headers that make Loki tell structured metadata apart from labels. */
export const separateMetadata = { "X-Loki-Response-Encoding-Flags": "categorize-labels" };

export interface LogStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly LogEntry[];
}

/** A line as a query returns it. */
export interface FoundEntry extends LogEntry {
  readonly labels: Readonly<Record<string, string>>;
}

export interface TimeRange {
  /** Nanoseconds, included. */
  readonly start: bigint;
  /** Nanoseconds, not included. */
  readonly end: bigint;
}

/** One number of a metric query. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface LokiClientOptions {
  /** `http://host:port` of Loki or the gateway; asked before each request, as pods' addresses change. */
  readonly url: string | (() => Promise<string>);
  /** How the server's certificate is verified. @default by the CAs that the system trusts */
  readonly tls?: Verification;
  readonly user?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How long a request is repeated after an answer of 429 or 5xx or a broken connection, as
   * collectors do. @default 0, not at all
   */
  readonly retryForMs?: number;
  /** Once it is aborted, nothing is repeated any more. */
  readonly signal?: AbortSignal;
  /** Hears of every answer that makes a request be repeated or given up. */
  readonly onRefused?: (error: Error) => void;
  /** Time for one answer. @default 30000 */
  readonly timeoutMs?: number;
}

/** An answer that says no. */
export class LokiError extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`Loki answered ${status}: ${body.trim().slice(0, 500)}`);
  }
}

type Direction = "forward" | "backward";

/**
 * Loki's HTTP interface, as a user would use it.
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export class LokiClient {
  private readonly verified: ReturnType<typeof verifying>;

  constructor(private readonly options: LokiClientOptions) {
    this.verified = verifying(options.tls);
  }

  /** Pushes lines. Returns once Loki has acknowledged them. */
  async push(streams: readonly LogStream[]): Promise<void> {
    const body = JSON.stringify({
      streams: streams.map(({ labels, entries }) => ({
        stream: labels,
        values: entries.map(({ time, line, metadata }) => [
          `${time}`,
          line,
          ...(metadata === undefined ? [] : [metadata]),
        ]),
      })),
    });
    const headers = { "Content-Type": "application/json" };
    await this.request("/loki/api/v1/push", { method: "POST", headers, body });
  }

  /** At most `limit` lines, the oldest (`forward`) or the newest (`backward`) of the range. */
  async queryRange(
    query: string,
    range: TimeRange,
    { limit = 5_000, direction = "forward" }: { limit?: number; direction?: Direction } = {},
  ): Promise<FoundEntry[]> {
    const { data } = await this.query<StreamsAnswer>("query_range", {
      query,
      start: `${range.start}`,
      end: `${range.end}`,
      limit: `${limit}`,
      direction,
    });
    return data.result
      .flatMap(({ stream, values }) =>
        values.map(([time, line, { structuredMetadata: metadata } = {}]) => ({
          ...{ labels: stream, time: BigInt(time), line },
          ...(metadata === undefined ? {} : { metadata }),
        })),
      )
      .sort((a, b) => compare(a.time, b.time) * (direction === "forward" ? 1 : -1));
  }

  /** Every line of the range, page by page. Lines of one time must fit into one page. */
  async readAll(
    query: string,
    range: TimeRange,
    { pageSize = 5_000, direction = "forward" }: { pageSize?: number; direction?: Direction } = {},
  ): Promise<FoundEntry[]> {
    const read: FoundEntry[] = [];
    let rest = range;
    for (;;) {
      // Loki 3.7.6 leaves out the last line of a chunk in the store where a query begins at exactly
      // its time, as a page may.
      const asked = { start: rest.start - 1n, end: rest.end };
      const found = await this.queryRange(query, asked, { limit: pageSize, direction });
      const { start } = rest;
      const page = found.filter(({ time }) => time >= start);
      const last = page.at(-1);
      if (last === undefined || found.length < pageSize) {
        return [...read, ...page];
      }
      // The last time may have more lines than came: it begins the next page.
      const whole = page.filter(({ time }) => time !== last.time);
      if (whole.length === 0) {
        throw new Error(`more than ${pageSize} lines have the time ${last.time}`);
      }
      read.push(...whole);
      rest =
        direction === "forward"
          ? { start: last.time, end: rest.end }
          : { start: rest.start, end: last.time + 1n };
    }
  }

  /** The numbers of a metric query at one moment. */
  async instant(query: string, time: bigint): Promise<Sample[]> {
    const { data } = await this.query<VectorAnswer>("query", { query, time: `${time}` });
    return data.result.map(({ metric, value: [, value] }) => ({
      labels: metric,
      value: Number(value),
    }));
  }

  /** The last numbers of the curves of a metric query. */
  async curve(query: string, range: TimeRange, stepSeconds: number): Promise<Sample[][]> {
    const { data } = await this.query<MatrixAnswer>("query_range", {
      query,
      start: `${range.start}`,
      end: `${range.end}`,
      step: `${stepSeconds}`,
    });
    return data.result.map(({ metric, values }) =>
      values.map(([, value]) => ({ labels: metric, value: Number(value) })),
    );
  }

  /** Where the lines of an answer came from. */
  async stats(query: string, range: TimeRange): Promise<QueryStats> {
    const { data } = await this.query<StreamsAnswer>("query_range", {
      query,
      start: `${range.start}`,
      end: `${range.end}`,
      limit: "5000",
    });
    return data.stats;
  }

  /** Any request; its status is no error. */
  async raw(path: string, init: RequestInit = {}): Promise<{ status: number; body: string }> {
    const { url, user, password = "", headers, timeoutMs = 30_000 } = this.options;
    const base = typeof url === "string" ? url : await url();
    const verified = await this.verified();
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${base}${path}`, {
        ...init,
        headers: {
          ...(user === undefined ? {} : { Authorization: basic(user, password) }),
          ...headers,
          ...(init.headers as Record<string, string> | undefined),
        },
        signal,
        ...verified,
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      const [place = path] = path.split("?");
      const late = `${base}${place} gave no answer within ${timeoutMs / 1_000} s`;
      throw signal.aborted ? new Error(late, { cause: error }) : error;
    }
  }

  private async query<T>(path: string, parameters: Record<string, string>): Promise<T> {
    const search = new URLSearchParams(parameters).toString();
    return JSON.parse(await this.request(`/loki/api/v1/${path}?${search}`)) as T;
  }

  private async request(path: string, init: RequestInit = {}): Promise<string> {
    const deadline = Date.now() + (this.options.retryForMs ?? 0);
    for (let pause = 100; ; pause = Math.min(2 * pause, 2_000)) {
      const failure = await this.raw(path, init).then(
        ({ status, body }) => (status < 300 ? body : new LokiError(status, body)),
        (error: unknown) => error as Error,
      );
      if (typeof failure === "string") {
        return failure;
      }
      this.options.onRefused?.(failure);
      const late = Date.now() + pause > deadline || this.options.signal?.aborted === true;
      if (!isTransient(failure) || late) {
        throw failure;
      }
      await delay(pause);
    }
  }
}

/** What a collector would send again: the server is overloaded, away or cannot be reached. */
const isTransient = (error: Error) =>
  !(error instanceof LokiError) || error.status === 429 || error.status >= 500;

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
