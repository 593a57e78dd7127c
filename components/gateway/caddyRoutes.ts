import { asReader, asWriter, type Readers, type Writers } from "./caddyIdentity";
import type { CaddyProxy, CaddyRoute } from "./caddyRoute";
import { encrypted, type LokiUpstreams } from "./caddyUpstreams";

/** Twenty mebibytes: a batch of an agent is one, a large one of a collector a few. */
const maxPushBytes = 20 * 2 ** 20;

const pushPaths = ["/loki/api/v1/push", "/otlp/v1/logs"];

/** What Grafana and people ask of Loki. Everything that is not named here is refused. */
const readPaths = [
  "/loki/api/v1/query",
  "/loki/api/v1/query_range",
  "/loki/api/v1/labels",
  "/loki/api/v1/label/*",
  "/loki/api/v1/series",
  "/loki/api/v1/tail",
  "/loki/api/v1/index/*",
  "/loki/api/v1/patterns",
  "/loki/api/v1/detected_labels",
  "/loki/api/v1/detected_fields",
  "/loki/api/v1/detected_field/*",
  "/loki/api/v1/format_query",
  "/loki/api/v1/drilldown-limits",
  "/loki/api/v1/status/buildinfo",
];

const rulePaths = ["/loki/api/v1/rules", "/loki/api/v1/rules/*", "/prometheus/api/v1/*"];

/**
 * The ways in. A push is sent to the next replica when one fails, with its body: Loki drops exact
 * repetitions, so a push that arrived twice is stored once.
 */
export function retriedRoutes({
  upstreams,
  upstreamName,
  ...writers
}: LokiUpstreams & Writers): CaddyRoute[] {
  const proxy: CaddyProxy = {
    ...toLoki({ upstreams, upstreamName }, "30s"),
    request_buffers: maxPushBytes,
  };
  proxy.load_balancing.retry_match = [{ path: pushPaths }];
  return [
    {
      match: [{ path: pushPaths, method: ["POST"] }],
      handle: [...asWriter(writers), { handler: "request_body", max_size: maxPushBytes }, proxy],
      terminal: true,
    },
  ];
}

interface Reads extends LokiUpstreams, Readers {
  readonly answerWithin: string;
}

/** The ways to read. */
export function lokiRoutes({
  answerWithin,
  upstreams,
  upstreamName,
  ...readers
}: Reads): CaddyRoute[] {
  const loki = { upstreams, upstreamName };
  const handle = [
    ...asReader(readers),
    // Lines of a tail go out as they come.
    { ...toLoki(loki, answerWithin), flush_interval: -1 },
  ];
  return [
    { match: [{ path: readPaths, method: ["GET", "POST"] }], handle, terminal: true },
    { match: [{ path: rulePaths, method: ["GET"] }], handle, terminal: true },
  ];
}

function toLoki({ upstreams, upstreamName }: LokiUpstreams, answerWithin: string): CaddyProxy {
  return {
    handler: "reverse_proxy",
    upstreams: upstreams.map((dial) => ({ dial })),
    transport: {
      protocol: "http",
      // A replica that is gone is told from a slow one by how long the connection takes.
      dial_timeout: "1s",
      response_header_timeout: answerWithin,
      ...encrypted(upstreamName),
    },
    load_balancing: {
      selection_policy: { policy: "least_conn" },
      retries: 5,
      try_duration: "10s",
      try_interval: "250ms",
    },
    health_checks: {
      active: { uri: "/ready", interval: "1s", timeout: "2s", expect_status: 200 },
      passive: { fail_duration: "2s", max_fails: 1 },
    },
  };
}
