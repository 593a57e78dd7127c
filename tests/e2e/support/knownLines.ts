/** A line that a test made, with all that it says. What it does not say is absent. */
export interface KnownLine {
  readonly namespace: string;
  readonly app: string;
  readonly job: string;
  readonly level?: string;
  /** Milliseconds since 1970, in the line itself. Absent where the runtime's own time counts. */
  readonly time?: number;
  readonly text: string;
  /** Whether it is JSON. */
  readonly json: boolean;
  readonly says: Readonly<Record<string, string>>;
}

/** An application whose pods print known lines. */
export interface KnownApp {
  readonly namespace: string;
  readonly app: string;
  readonly job: string;
  readonly lines: readonly KnownLine[];
}

type Says = Readonly<Record<string, string>>;

/** Seconds from the first line to the last. */
export const knownSeconds = 480;

type Maker = (time: number) => Omit<KnownLine, "namespace" | "app" | "job">;

/** A line of Python's. */
const python =
  (level: string, message: string, says: Says = {}): Maker =>
  (time) => {
    const { tenant, operation, ...rest } = says;
    const context = { tenant_id: tenant, operation };
    return {
      level,
      time,
      json: true,
      says: { ...says, message, logger: says["logger"] ?? "fraiseql" },
      text: JSON.stringify({
        timestamp: new Date(time).toISOString(),
        level,
        logger: "fraiseql",
        message,
        ...rest,
        ...(tenant === undefined && operation === undefined ? {} : { context }),
      }),
    };
  };

/** A line of FraiseQL 2, as Rust's `tracing` writes it. */
const rust =
  (level: string, target: string, fields: Record<string, string | number>, says: Says): Maker =>
  (time) => ({
    level,
    time,
    json: true,
    says: { ...says, message: String(fields["message"]), logger: target },
    text: JSON.stringify({
      timestamp: new Date(time).toISOString(),
      level: level.toUpperCase(),
      fields,
      target,
      span: { method: "POST", uri: "/graphql", name: "request" },
    }),
  });

const request = (ms: number, status: number): Maker =>
  rust(
    "info",
    "tower_http::trace::on_response",
    { message: "finished processing request", latency: `${ms} ms`, status },
    { latency: `${ms}`, status: `${status}` },
  );

const failed = (operation: string | undefined): Maker =>
  rust(
    "error",
    "fraiseql_server::routes::graphql::handler",
    {
      message: "Query execution failed",
      error: "Database error",
      elapsed_ms: "12",
      operation_name: operation === undefined ? "None" : `Some("${operation}")`,
    },
    operation === undefined ? {} : { operation },
  );

const refused = (active: number, max: number): Maker =>
  rust(
    "error",
    "fraiseql_db::postgres::adapter",
    { message: "Connection pool timeout: all connections busy", available: 0, active, max },
    { active: `${active}`, most: `${max}` },
  );

/** A line of PostgreSQL's. */
const postgresql =
  (severity: string, level: string, text: string, says: Says = {}): Maker =>
  (time) => ({
    level,
    time,
    json: false,
    says,
    text: `${new Date(time).toISOString().replace("T", " ").replace("Z", "")} UTC [70] ${severity}:  ${text}`,
  });

const statement = (duration: string): Maker =>
  postgresql("LOG", "info", `duration: ${duration} ms  statement: SELECT ${duration}`, {
    duration,
  });

/** A line that is neither, as a crash prints it. */
const plain =
  (text: string): Maker =>
  () => ({ text, json: false, says: {} });

/** A line of the gateway's access log. */
const login = (tried?: string): Maker => {
  const says = { logger: "http.log.access.default" };
  return (time) => ({
    json: true,
    says: tried === undefined ? says : { ...says, tenant_tried: tried },
    text: JSON.stringify({
      ...{ level: "info", ts: time / 1_000, logger: says.logger, msg: "handled request" },
      ...{ user_id: "", status: tried === undefined ? 200 : 401 },
      ...(tried === undefined ? {} : { tenant_tried: tried }),
    }),
  });
};

const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const connectionError = (tenant: string) =>
  python("error", "no connection", {
    exception_type: "DatabaseConnectionError",
    fingerprint: "fp-connection",
    trace_id: trace,
    tenant,
    operation: "createPost",
  });

const apiLines: readonly Maker[] = [
  request(3, 200),
  request(1500, 200),
  request(40, 200),
  request(620, 500),
  request(7, 200),
  failed("createPost"),
  failed("listPosts"),
  failed(undefined),
  refused(9, 10),
  refused(10, 10),
  rust("warn", "fraiseql_auth::monitoring", { message: "Authentication error" }, {}),
  rust("info", "fraiseql_server", { message: "ready", tenant_id: "globex" }, { tenant: "globex" }),
];

const workerLines: readonly Maker[] = [
  python("info", "started"),
  connectionError("acme"),
  connectionError("acme"),
  connectionError("globex"),
  python("critical", "out of memory", { exception_type: "MemoryError", fingerprint: "fp-memory" }),
  python("warn", "Unauthorized access to /admin", { tenant: "acme", operation: "admin" }),
  python("debug", "zoë's cache is warm", { tenant: "acme" }),
  plain("Traceback (most recent call last):"),
];

const databaseLines: readonly Maker[] = [
  ...["2.500", "999.999", "1000.000", "1500.250", "61.125", "80.000"].map(statement),
  postgresql("ERROR", "error", 'relation "users" does not exist'),
  postgresql("LOG", "info", "checkpoint starting: time"),
];

const gatewayLines: readonly Maker[] = [
  ...["acme", "acme", "acme", "globex", "<unknown>", "<collector>"].map(login),
  login(),
];

/** The lines of four applications in two namespaces, from a moment on. */
export function knownApps(run: string, start: number): KnownApp[] {
  const of = (namespace: string, app: string, job: string, makers: readonly Maker[]): KnownApp => {
    const each = { namespace: `${namespace}-${run}`, app, job };
    const distance = (knownSeconds * 1_000) / makers.length;
    // Never on a whole minute, where a window of a curve ends.
    const at = (index: number) => Math.round(start + 1_500 + index * distance);
    const lines = makers.map((make, index) => ({ ...each, ...make(at(index)) }));
    return { ...each, lines };
  };
  return [
    of("dashboards-a", "api", "fraiseql-app", apiLines),
    of("dashboards-b", "worker", "fraiseql-app", workerLines),
    of("dashboards-a", "postgresql", "postgresql", databaseLines),
    of("dashboards-b", "loki-gateway", "loki-gateway", gatewayLines),
  ];
}
