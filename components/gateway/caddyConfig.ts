import { durationMs, formatDuration } from "../settings/durations";
import type { CaddyRoute } from "./caddyRoute";
import { lokiRoutes, retriedRoutes } from "./caddyRoutes";

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
      servers: Record<"gateway" | "operations", CaddyServer>;
    };
  };
}

export interface CaddyServer {
  listen: string[];
  automatic_https: { disable: true };
  read_header_timeout: string;
  max_header_bytes: number;
  logs?: { default_logger_name: "default" };
  routes: CaddyRoute[];
}

/** A tenant and the two users that may act for it. */
export interface GatewayTenant {
  readonly id: string;
  /** Absent where nobody pushes any more. */
  readonly writeUser?: string | undefined;
  readonly readUser: string;
}

/** Port of the metrics and the health check. Never reachable through the gateway's own port. */
export const operationsPort = 9180;

/** Folder with one file per user that holds the bcrypt hash. */
export const usersPath = "/etc/caddy/users";

/** Name of a user's file: a tenant may be called by characters that no key of a Secret may have. */
export function userFile(name: string): string {
  return name.replace(/[^A-Za-z0-9-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
}

/** Caddy's configuration. It holds no secret: password hashes are read from files at the start. */
export function caddyConfig(args: {
  readonly port: number;
  readonly tenants: readonly GatewayTenant[];
  /** The user that pushes for any of the tenants. */
  readonly collectorUser: string;
  /** `host:port` of each Loki replica. */
  readonly upstreams: readonly string[];
  /** The longest a query may take, as a Go duration. */
  readonly queryTimeout: string;
}): CaddyConfig {
  const { port, tenants, collectorUser, upstreams, queryTimeout } = args;
  const answerWithin = formatDuration(durationMs(queryTimeout) + 10_000);
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
          gateway: {
            ...server(port),
            logs: { default_logger_name: "default" },
            routes: [
              ...retriedRoutes({ tenants, collectorUser, upstreams }),
              ...lokiRoutes({ tenants, upstreams, answerWithin }),
              notFound,
            ],
          },
          operations: {
            ...server(operationsPort),
            routes: [
              { match: [{ path: ["/metrics"] }], handle: [{ handler: "metrics" }], terminal: true },
              {
                match: [{ path: ["/health"] }],
                handle: [{ handler: "static_response", status_code: 200 }],
                terminal: true,
              },
              notFound,
            ],
          },
        },
      },
    },
  };
}

/** Everything that is not let through by name: ring, configuration, flush, shutdown, metrics. */
const notFound: CaddyRoute = { handle: [{ handler: "static_response", status_code: 404 }] };

function server(port: number) {
  return {
    listen: [`:${port}`],
    automatic_https: { disable: true as const },
    read_header_timeout: "10s",
    max_header_bytes: 16_384,
  };
}
