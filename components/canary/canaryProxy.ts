/**
 * The part of Caddy's configuration that stands between a canary and the gateway.
 * @see https://caddyserver.com/docs/json/
 */
export interface CanaryProxyConfig {
  admin: { disabled: true; config: { persist: false } };
  logging: { logs: { default: { level: "WARN"; encoder: { format: "json" } } } };
  apps: { http: { servers: { canary: Server; health: Server } } };
}

interface Server {
  listen: [string];
  automatic_https: { disable: true };
  routes: Route[];
}

interface Route {
  match?: [{ path: string[] }];
  handle: Handler[];
  terminal?: true;
}

type Handler =
  | { handler: "static_response"; status_code: 200 | 404 }
  | { handler: "headers"; request: { set: Record<string, string[]>; delete: string[] } }
  | {
      handler: "reverse_proxy";
      upstreams: [{ dial: string }];
      transport: { protocol: "http"; dial_timeout: string; versions: ["1.1"]; tls?: object };
      headers: { request: { set: Record<string, string[]> } };
      flush_interval: -1;
    };

/** Where the canary finds the gateway: in its own pod, where nobody else does. */
export const proxyAddress = "127.0.0.1:3501";

/** Where the kubelet asks whether the proxy is up. */
export const proxyHealthPort = 3502;

/** Name of the file with its configuration: the gateway has a `caddy.json`. */
export const proxyFile = "canary-proxy.json";

/** Paths inside the proxy's container. */
export const proxyPaths = {
  config: "/etc/canary/config",
  headers: "/etc/canary/headers",
} as const;

export interface CanaryProxyArgs {
  /** `http(s)://host:port` of the gateway. */
  readonly url: string;
  /** The name in its certificate. @default plain HTTP */
  readonly serverName?: string | undefined;
}

/**
 * Shows the gateway the writer's password for a push, the reader's for everything else. The canary
 * itself takes one password for both, and takes it as an argument, which whoever may list the node's
 * processes reads. The header's values come from files, read at each request.
 */
export function canaryProxy({ url, serverName }: CanaryProxyArgs): CanaryProxyConfig {
  const { hostname, port } = new URL(url);
  const gateway: Handler = {
    handler: "reverse_proxy",
    upstreams: [{ dial: `${hostname}:${port}` }],
    transport: {
      protocol: "http",
      dial_timeout: "5s",
      // Lines come by websocket, which HTTP/2 knows otherwise.
      versions: ["1.1"],
      ...(serverName !== undefined && {
        tls: {
          ca: { provider: "file", pem_files: [`${proxyPaths.config}/ca.crt`] },
          server_name: serverName,
        },
      }),
    },
    headers: { request: { set: { Host: ["{http.reverse_proxy.upstream.hostport}"] } } },
    flush_interval: -1,
  };
  return {
    admin: { disabled: true, config: { persist: false } },
    logging: { logs: { default: { level: "WARN", encoder: { format: "json" } } } },
    apps: {
      http: {
        servers: {
          canary: {
            listen: [proxyAddress],
            automatic_https: { disable: true },
            routes: [
              {
                match: [{ path: ["/loki/api/v1/push"] }],
                handle: [as("write"), gateway],
                terminal: true,
              },
              { handle: [as("read"), gateway] },
            ],
          },
          health: {
            listen: [`:${proxyHealthPort}`],
            automatic_https: { disable: true },
            routes: [
              {
                match: [{ path: ["/health"] }],
                handle: [{ handler: "static_response", status_code: 200 }],
                terminal: true,
              },
              { handle: [{ handler: "static_response", status_code: 404 }] },
            ],
          },
        },
      },
    },
  };
}

const as = (direction: "write" | "read"): Handler => ({
  handler: "headers",
  request: {
    set: { Authorization: [`{file.${proxyPaths.headers}/${direction}}`] },
    // The gateway sets it.
    delete: ["X-Scope-OrgID"],
  },
});
