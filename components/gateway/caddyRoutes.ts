import { userFile, usersPath, type GatewayTenant } from "./caddyConfig";

export interface CaddyRoute {
  match?: CaddyMatch[];
  handle: CaddyHandler[];
  terminal?: boolean;
}

export interface CaddyMatch {
  path?: string[];
  method?: string[];
  vars?: Record<string, string[]>;
}

/** @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/ */
export type CaddyHandler =
  | { handler: "static_response"; status_code: number }
  | { handler: "metrics" }
  | { handler: "request_body"; max_size: number }
  | {
      handler: "authentication";
      providers: {
        http_basic: {
          realm: string;
          hash: { algorithm: "bcrypt" };
          hash_cache: object;
          accounts: { username: string; password: string }[];
        };
      };
    }
  | {
      handler: "map";
      source: string;
      destinations: string[];
      mappings: { input: string; outputs: string[] }[];
      defaults?: string[];
    }
  | { handler: "headers"; request: { set: Record<string, string[]>; delete: string[] } }
  | { handler: "subroute"; routes: CaddyRoute[] }
  | CaddyProxy;

export interface CaddyProxy {
  handler: "reverse_proxy";
  upstreams: { dial: string }[];
  request_buffers?: number;
  flush_interval?: number;
  transport: { protocol: "http"; dial_timeout: string; response_header_timeout: string };
  load_balancing: {
    selection_policy: { policy: "least_conn" | "random" };
    retries: number;
    try_duration: string;
    try_interval: string;
    retry_match?: CaddyMatch[];
  };
  health_checks: {
    active: { uri: string; interval: string; timeout: string; expect_status: number };
    passive: { fail_duration: string; max_fails: number };
  };
}

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

interface Upstream {
  readonly tenants: readonly GatewayTenant[];
  readonly upstreams: readonly string[];
}

/**
 * The ways in. A push is sent to the next replica when one fails, with its body: Loki drops exact
 * repetitions, so a push that arrived twice is stored once.
 */
export function retriedRoutes(args: Upstream & { readonly collectorUser: string }): CaddyRoute[] {
  const { tenants, collectorUser, upstreams } = args;
  const written = tenants.flatMap(({ id, writeUser }) =>
    writeUser === undefined ? [] : [{ id, writeUser }],
  );
  const users = new Map(written.map(({ id, writeUser }) => [writeUser, id]));
  const proxy: CaddyProxy = {
    ...toLoki(upstreams, "30s"),
    request_buffers: maxPushBytes,
  };
  proxy.load_balancing.retry_match = [{ path: pushPaths }];
  return [
    {
      match: [{ path: pushPaths, method: ["POST"] }],
      handle: [
        ...asNamedTenant(users, collectorUser, tenants),
        { handler: "request_body", max_size: maxPushBytes },
        proxy,
      ],
      terminal: true,
    },
  ];
}

/** The ways to read. */
export function lokiRoutes(args: Upstream & { readonly answerWithin: string }): CaddyRoute[] {
  const { tenants, upstreams, answerWithin } = args;
  const users = new Map(tenants.map(({ id, readUser }) => [readUser, id]));
  const handle = [
    ...asTenant(users),
    // Lines of a tail go out as they come.
    { ...toLoki(upstreams, answerWithin), flush_interval: -1 },
  ];
  return [
    { match: [{ path: readPaths, method: ["GET", "POST"] }], handle, terminal: true },
    { match: [{ path: rulePaths, method: ["GET"] }], handle, terminal: true },
  ];
}

/** Asks for a password and then says, in place of whatever the client said, whose request it is. */
function asTenant(users: ReadonlyMap<string, string>): CaddyHandler[] {
  return [
    authentication([...users.keys()]),
    {
      handler: "map",
      source: "{http.auth.user.id}",
      destinations: ["{tenant}"],
      mappings: [...users].map(([input, tenant]) => ({ input, outputs: [tenant] })),
    },
    tenantHeader,
  ];
}

/** The same, but one user may say itself for which of the tenants it pushes. */
function asNamedTenant(
  users: ReadonlyMap<string, string>,
  collectorUser: string,
  tenants: readonly GatewayTenant[],
): CaddyHandler[] {
  const asked = new Map([...users, [collectorUser, "{http.request.header.X-Scope-OrgID}"]]);
  return [
    authentication([...asked.keys()]),
    {
      handler: "map",
      source: "{http.auth.user.id}",
      destinations: ["{asked}"],
      mappings: [...asked].map(([input, tenant]) => ({ input, outputs: [tenant] })),
    },
    {
      handler: "map",
      source: "{asked}",
      destinations: ["{tenant}"],
      // Retired ones too: agents that are about to be replaced still have lines of them.
      mappings: tenants.map(({ id }) => ({ input: id, outputs: [id] })),
      // Two headers are joined by a comma, several tenants by `|`: neither is in the list.
      defaults: [""],
    },
    {
      handler: "subroute",
      routes: [
        {
          match: [{ vars: { "{tenant}": [""] } }],
          // Not 403, for which agents throw a batch away: a gateway that is about to be replaced does
          // not know a tenant yet that the agents know.
          handle: [{ handler: "static_response", status_code: 503 }],
          terminal: true,
        },
      ],
    },
    tenantHeader,
  ];
}

function authentication(users: readonly string[]): CaddyHandler {
  return {
    handler: "authentication",
    providers: {
      http_basic: {
        realm: "loki",
        hash: { algorithm: "bcrypt" },
        // Without it each request costs 50 ms of CPU.
        hash_cache: {},
        accounts: users.map((username) => ({
          username,
          password: `{file.${usersPath}/${userFile(username)}}`,
        })),
      },
    },
  };
}

const tenantHeader: CaddyHandler = {
  handler: "headers",
  request: { set: { "X-Scope-OrgID": ["{tenant}"] }, delete: ["Authorization"] },
};

function toLoki(upstreams: readonly string[], answerWithin: string): CaddyProxy {
  return {
    handler: "reverse_proxy",
    upstreams: upstreams.map((dial) => ({ dial })),
    transport: {
      protocol: "http",
      // A replica that is gone is told from a slow one by how long the connection takes.
      dial_timeout: "1s",
      response_header_timeout: answerWithin,
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
