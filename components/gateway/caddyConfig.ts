import { durationMs, formatDuration } from "../settings/durations";
import type { ForwardAuth } from "./caddyForwardAuth";
import type { CaddyRoute } from "./caddyRoute";
import { lokiRoutes, retriedRoutes } from "./caddyRoutes";
import {
  certificateServer,
  tlsApp,
  tlsListener,
  type CaddyTlsApp,
  type CaddyTlsPolicy,
} from "./caddyTls";
import type { LokiUpstreams } from "./caddyUpstreams";
import { triedUsers } from "./failedLogins";

/**
 * The part of Caddy's native JSON configuration that the program writes.
 * @see https://caddyserver.com/docs/json/
 */
export interface CaddyConfig {
  admin: { disabled: true; config: { persist: false } };
  logging: {
    logs: {
      default: { writer: { output: "stdout" }; encoder: { format: "json" }; exclude: string[] };
    };
  };
  apps: {
    http: {
      metrics: { per_host: false };
      shutdown_delay: string;
      grace_period: string;
      servers: Record<"gateway" | "operations", CaddyServer> & {
        certificate?: CaddyServer;
        plain?: CaddyServer;
      };
    };
    tls?: CaddyTlsApp;
  };
}

export interface CaddyServer {
  listen: string[];
  automatic_https: { disable: true };
  read_header_timeout: string;
  max_header_bytes: number;
  protocols?: string[];
  strict_sni_host?: false;
  tls_connection_policies?: [CaddyTlsPolicy];
  logs?: { default_logger_name: "default" };
  routes: CaddyRoute[];
}

/** A tenant and the two users that may act for it. */
export interface GatewayTenant {
  readonly id: string;
  /** Absent where nobody pushes any more. */
  readonly writeUser?: string | undefined;
  readonly readUser: string;
  /** The users before a rotation that is not ended yet. */
  readonly previousWriteUser?: string | undefined;
  readonly previousReadUser?: string | undefined;
  /** Group of people that read it too. @default none */
  readonly readGroup?: string | undefined;
}

/** Port of the metrics and the health check. Never reachable through the gateway's own port. */
export const operationsPort = 9180;

/** Folder with one file per user that holds the bcrypt hash. */
export const usersPath = "/etc/caddy/users";

/** Name of a user's file: a tenant may be called by characters that no key of a Secret may have. */
export function userFile(name: string): string {
  return name.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
}

export interface CaddyConfigArgs extends LokiUpstreams {
  readonly port: number;
  readonly tenants: readonly GatewayTenant[];
  /** The user that pushes for any of the tenants. */
  readonly collectorUser: string;
  /** The same before a rotation that is not ended yet. */
  readonly previousCollectorUser?: string | undefined;
  /** The longest a query may take, as a Go duration. */
  readonly queryTimeout: string;
  /** HTTPS at a port of its own, with the certificate in `tlsPath`. @default plain HTTP */
  readonly tls?: { readonly port: number; readonly clientCertificates: boolean } | undefined;
  /** Who knows people that read without a password. @default nobody */
  readonly forwardAuth?: ForwardAuth | undefined;
}

/** Caddy's configuration. It holds no secret: password hashes are read from files at the start. */
export function caddyConfig(args: CaddyConfigArgs): CaddyConfig {
  const { tls } = args;
  return {
    // No port that could change the configuration, and no copy of it on disk.
    admin: { disabled: true, config: { persist: false } },
    logging: {
      logs: {
        default: {
          writer: { output: "stdout" },
          encoder: { format: "json" },
          // A line a second for each replica that is away. The metrics say the same.
          exclude: ["http.handlers.reverse_proxy.health_checker.active"],
        },
      },
    },
    apps: {
      http: {
        metrics: { per_host: false },
        // Serves on until no client is sent here any more, then lets requests finish.
        shutdown_delay: "5s",
        grace_period: "30s",
        servers: {
          gateway: gatewayServer(args),
          operations: operationsServer,
          ...(tls === undefined
            ? {}
            : { certificate: certificateServer(common), plain: plainServer(args.port) }),
        },
      },
      ...(tls === undefined ? {} : { tls: tlsApp }),
    },
  };
}

const common = {
  automatic_https: { disable: true as const },
  read_header_timeout: "10s",
  max_header_bytes: 16_384,
};

const health: CaddyRoute = {
  match: [{ path: ["/health"] }],
  handle: [{ handler: "static_response", status_code: 200 }],
  terminal: true,
};

/** The users that there are. */
export const named = (...users: readonly (string | undefined)[]): string[] =>
  users.filter((user) => user !== undefined);

/** Everything that is not let through by name: ring, configuration, flush, shutdown, metrics. */
const notFound: CaddyRoute = { handle: [{ handler: "static_response", status_code: 404 }] };

function gatewayServer(args: CaddyConfigArgs): CaddyServer {
  const { port, tenants, queryTimeout, tls, forwardAuth } = args;
  const collectorUsers = named(args.collectorUser, args.previousCollectorUser);
  const known = { tenants, triedUsers: triedUsers(tenants, collectorUsers) };
  const loki = { upstreams: args.upstreams, upstreamName: args.upstreamName };
  const answerWithin = formatDuration(durationMs(queryTimeout) + 10_000);
  const clientCertificates = tls?.clientCertificates ?? false;
  return {
    ...common,
    listen: [`:${tls?.port ?? port}`],
    // HTTP/3 would need a port of UDP, which nothing leads to.
    ...(tls === undefined ? {} : { protocols: ["h1", "h2"], ...tlsListener(clientCertificates) }),
    logs: { default_logger_name: "default" },
    routes: [
      ...retriedRoutes({ ...loki, ...known, collectorUsers, clientCertificates }),
      ...lokiRoutes({ ...loki, ...known, answerWithin, forwardAuth }),
      // Asked with the certificate that clients get: one that cannot be used ends a rollout.
      ...(tls === undefined ? [] : [health]),
      notFound,
    ],
  };
}

/**
 * Agents that do not know of TLS yet, or no more, get an answer after which they send again. Go would
 * answer them 400 at the port of HTTPS, for which they throw a batch away.
 */
const plainServer = (port: number): CaddyServer => ({
  ...common,
  listen: [`:${port}`],
  logs: { default_logger_name: "default" },
  routes: [{ handle: [{ handler: "static_response", status_code: 503 }] }],
});

const operationsServer: CaddyServer = {
  ...common,
  listen: [`:${operationsPort}`],
  routes: [
    { match: [{ path: ["/metrics"] }], handle: [{ handler: "metrics" }], terminal: true },
    health,
    notFound,
  ],
};
