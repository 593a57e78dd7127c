import type { GrpcTls, LokiConfig } from "./lokiConfigTypes";

/** Folder in Loki's container with the files of its certificate. */
export const lokiTlsPath = "/etc/loki/tls";

/** DNS name of the replicas that are ready, and the one in their certificate. */
export const lokiHost = (name: string, namespace: string) => `${name}.${namespace}.svc`;

/** Where the replicas' certificate is, and whose name it has. */
export interface LokiTls {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
  /** A DNS name of the certificate: replicas are dialled by their addresses. */
  readonly serverName: string;
}

/**
 * Loki's configuration with TLS on both of its ports, and on every connection that replicas open to
 * each other. A client of gRPC must have a certificate of the same CA; one of HTTP need not: the
 * kubelet, which asks whether a replica is ready, has none.
 *
 * Certificates are read again for each connection, the CA at the start alone.
 * @see https://grafana.com/docs/loki/latest/configure/#server
 */
export function withTls(config: LokiConfig, serverName: string): LokiConfig {
  const client = grpcClient(serverName);
  const { ingester_client, memberlist, pattern_ingester, server } = config;
  return {
    ...config,
    server: {
      ...server,
      http_tls_config: certificate,
      grpc_tls_config: {
        ...certificate,
        client_auth_type: "RequireAndVerifyClientCert",
        client_ca_file: authority,
      },
    },
    ...(memberlist === undefined ? {} : { memberlist: { ...memberlist, ...client } }),
    ingester_client: {
      ...ingester_client,
      grpc_client_config: { ...ingester_client?.grpc_client_config, ...client },
    },
    pattern_ingester: pattern_ingester.enabled
      ? { ...pattern_ingester, client_config: { grpc_client_config: client } }
      : pattern_ingester,
    query_scheduler: { ...config.query_scheduler, grpc_client_config: client },
    frontend: { ...config.frontend, grpc_client_config: client },
    frontend_worker: {
      ...config.frontend_worker,
      query_frontend_grpc_client: client,
      query_scheduler_grpc_client: client,
    },
    compactor_grpc_client: client,
    ruler: { ...config.ruler, ruler_client: client },
  };
}

const authority = `${lokiTlsPath}/ca.crt`;

const certificate = {
  cert_file: `${lokiTlsPath}/tls.crt`,
  key_file: `${lokiTlsPath}/tls.key`,
} as const;

const grpcClient = (serverName: string): GrpcTls => ({
  tls_enabled: true,
  tls_cert_path: certificate.cert_file,
  tls_key_path: certificate.key_file,
  tls_ca_path: authority,
  tls_server_name: serverName,
});
