import type { CaddyTransport } from "./caddyRoute";

/** Folder with the certificate of the CA that signs Loki's, and nothing else. */
export const lokiCaPath = "/etc/caddy/loki-ca";

/** Loki's replicas, and how they are spoken to. */
export interface LokiUpstreams {
  /** `host:port` of each Loki replica. */
  readonly upstreams: readonly string[];
  /** The name in the replicas' certificate. @default plain text */
  readonly upstreamName?: string | undefined;
}

/**
 * TLS to the replicas, where they have a certificate. Caddy reads the CA at its start alone.
 * @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/reverse_proxy/transport/http/tls/
 */
export function encrypted(
  serverName: string | undefined,
): Pick<CaddyTransport, "versions" | "tls"> {
  return serverName === undefined
    ? {}
    : {
        // A request at a time on each connection, as in plain text: one that many share is lost for all.
        versions: ["1.1"],
        tls: {
          ca: { provider: "file", pem_files: [`${lokiCaPath}/ca.crt`] },
          // The same for every replica, whatever it is dialled by.
          server_name: serverName,
          handshake_timeout: "2s",
        },
      };
}
