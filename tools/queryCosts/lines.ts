import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LogStream } from "../cluster/lokiClient";

/** What a line of the generated data is about. */
interface Row {
  readonly app: string;
  readonly level: "debug" | "info" | "warning" | "error";
  readonly tenant: number;
  readonly user: number;
}

export interface Data {
  /** Every stream, oldest lines first, in parts that one push may hold. */
  readonly pushes: Iterable<readonly LogStream[]>;
  /** A trace id that exactly three lines have. */
  readonly traceId: string;
  readonly bytes: () => number;
}

const apps = ["gateway", "orders", "posts", "users"];
const errors = ["DatabaseConnectionError", "TimeoutError", "ValidationError", "PermissionError"];
const operations = ["create_post", "list_posts", "update_user", "search", "place_order"];
const users = 2_000;
const tenants = 40;
/** Less than what Loki takes at once. */
const linesPerPush = 2_000;
const nanosecondsPerMs = 1_000_000n;

/** The formatter's own line: what is generated has its fields, in its order. */
const samplesFile = join(__dirname, "..", "..", "examples", "fraiseql-python", "samples.json");

/**
 * Lines in the form of the Python example, spread evenly over a time. The same seed gives the same
 * lines: 83 % info, 10 % warning, 5 % error, 2 % debug; random trace and span ids; 2,000 users.
 */
export function generate(count: number, startMs: number, endMs: number): Data {
  const { guide } = JSON.parse(readFileSync(samplesFile, "utf8")) as { guide: string };
  const sample = JSON.parse(guide) as Record<string, unknown>;
  const random = generator(20_261_126);
  const traceId = hex(random, 32);
  let bytes = 0;
  const lineAt = (index: number) => {
    const ms = startMs + Math.floor(((endMs - startMs) * index) / count);
    const row = rowOf(random);
    const own = index % Math.floor(count / 3) === 1 ? traceId : hex(random, 32);
    const line = text(sample, row, ms, own, random);
    bytes += line.length;
    return { row, entry: { time: BigInt(ms) * nanosecondsPerMs + BigInt(index % 1_000), line } };
  };
  function* pushes() {
    for (let from = 0; from < count; from += linesPerPush) {
      const size = Math.min(linesPerPush, count - from);
      const rows = Array.from({ length: size }, (_, offset) => lineAt(from + offset));
      yield streamsOf(rows);
    }
  }
  return { pushes: pushes(), traceId, bytes: () => bytes };
}

/** The streams of the stack's labels, and for a part of the lines those of a label too many. */
function streamsOf(
  rows: readonly { readonly row: Row; readonly entry: { time: bigint; line: string } }[],
): LogStream[] {
  const streams = new Map<
    string,
    { labels: Record<string, string>; entries: LogStream["entries"][number][] }
  >();
  const put = (labels: Record<string, string>, entry: LogStream["entries"][number]) => {
    const key = JSON.stringify(labels);
    const stream = streams.get(key) ?? { labels, entries: [] };
    stream.entries.push(entry);
    streams.set(key, stream);
  };
  for (const { row, entry } of rows) {
    const { app } = row;
    const level = row.level === "warning" ? "warn" : row.level;
    put({ namespace: "shop", app, container: "server", job: "fraiseql-app", level }, entry);
    if (app === "orders") {
      put({ namespace: "shop", app, job: "few-streams", level }, entry);
      put({ namespace: "shop", app, job: "many-streams", level, user: `user_${row.user}` }, entry);
    }
  }
  return [...streams.values()];
}

type Random = () => number;

function rowOf(random: Random): Row {
  const dice = random();
  return {
    app: pick(apps, random),
    level: dice < 0.05 ? "error" : dice < 0.15 ? "warning" : dice < 0.17 ? "debug" : "info",
    tenant: Math.floor(random() * tenants),
    user: Math.floor(random() * users),
  };
}

function text(
  sample: Record<string, unknown>,
  { app, level, tenant, user }: Row,
  ms: number,
  traceId: string,
  random: Random,
): string {
  const operation = pick(operations, random);
  const kind = pick(errors, random);
  const failed = level === "error";
  return JSON.stringify({
    ...sample,
    timestamp: new Date(ms).toISOString(),
    level,
    message: failed ? `${operation} failed: ${kind}` : `${operation} answered`,
    logger: `fraiseql.${app}`,
    trace_id: traceId,
    span_id: hex(random, 16),
    fingerprint: failed ? `${kind} in shop.${operation}` : undefined,
    context: {
      tenant_id: `tenant_${tenant}`,
      user_id: `user_${user}`,
      operation,
      request_id: hex(random, 24),
      duration_ms: Math.round(random() ** 4 * 200_000) / 100,
      rows: Math.floor(random() * 100),
    },
    exception_type: failed ? kind : undefined,
    stack_trace: failed ? String(sample["stack_trace"]) : undefined,
  });
}

const pick = <T>(list: readonly [T, ...T[]] | readonly T[], random: Random): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) {
    throw new Error("there is nothing to pick from");
  }
  return found;
};

const hex = (random: Random, digits: number) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");

/** Mulberry32: numbers that look random and are the same for each run. */
function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
