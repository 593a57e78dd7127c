import type { CaddyServer } from "./caddyConfig";

/** Folder with the gateway's certificate, as cert-manager names the files. */
export const tlsPath = "/etc/caddy/tls";

/** CA of the clients that push with a certificate. */
export const clientCaPath = "/etc/caddy/config/client-ca.crt";

/** Port on the pod's own loopback. */
export const certificatePort = 9181;

const certificateAddress = `127.0.0.1:${certificatePort}`;

/** Where Caddy asks for the certificate of a connection. @see https://caddyserver.com/docs/json/apps/tls/ */
export interface CaddyTlsApp {
  automation: { policies: [{ get_certificate: [{ via: "http"; url: string }] }] };
}

/** @see https://caddyserver.com/docs/json/apps/http/servers/tls_connection_policies/ */
export interface CaddyTlsPolicy {
  client_authentication?: {
    ca: { provider: "file"; pem_files: [string] };
    mode: "verify_if_given";
  };
}

/**
 * A certificate that is named in the configuration is read once, at the start: after cert-manager has
 * renewed it the old one would be served until it expires. So Caddy asks itself for it with each
 * handshake, and answers from the files as they are then.
 */
export const tlsApp: CaddyTlsApp = {
  automation: {
    policies: [{ get_certificate: [{ via: "http", url: `http://${certificateAddress}/` }] }],
  },
};

/** What answers that. Nobody outside the pod reaches it. */
export function certificateServer(common: Omit<CaddyServer, "listen" | "routes">): CaddyServer {
  const body = `{file.${tlsPath}/tls.crt}\n{file.${tlsPath}/tls.key}\n`;
  return {
    ...common,
    listen: [certificateAddress],
    routes: [{ handle: [{ handler: "static_response", status_code: 200, body }] }],
  };
}

/** How the gateway's own port speaks TLS. */
export function tlsListener(withClientCertificates: boolean) {
  const policy: CaddyTlsPolicy = withClientCertificates
    ? {
        client_authentication: {
          ca: { provider: "file", pem_files: [clientCaPath] },
          mode: "verify_if_given",
        },
      }
    : {};
  return {
    // There is one policy for every name, and the kubelet's probes name none.
    strict_sni_host: false as const,
    tls_connection_policies: [policy] as [CaddyTlsPolicy],
  };
}
