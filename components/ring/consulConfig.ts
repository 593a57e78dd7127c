/**
 * The part of a Consul server's configuration that the program writes, in Consul's own spelling.
 * @see https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file
 */
export interface ConsulConfig {
  server: true;
  datacenter: string;
  data_dir: string;
  bind_addr: string;
  client_addr: string;
  bootstrap_expect: number;
  retry_interval: string;
  leave_on_terminate: boolean;
  autopilot: { min_quorum: number; cleanup_dead_servers: boolean };
  performance: { raft_multiplier: number; leave_drain_time: string };
  acl: {
    enabled: true;
    default_policy: "deny";
    down_policy: "extend-cache";
    enable_token_persistence: boolean;
  };
  encrypt_verify_incoming: true;
  encrypt_verify_outgoing: true;
  connect: { enabled: false };
  ui_config: { enabled: false };
  disable_remote_exec: true;
  disable_update_check: true;
  enable_script_checks: false;
  ports: Record<"dns" | "grpc" | "grpc_tls" | "serf_wan", -1>;
  telemetry: { prometheus_retention_time: string; disable_hostname: boolean };
  log_json: boolean;
  tls?: { internal_rpc: InternalRpcTls };
  auto_reload_config?: true;
}

/** How the servers' own connections are encrypted. */
export interface InternalRpcTls {
  ca_file: string;
  cert_file: string;
  key_file: string;
  verify_incoming: boolean;
  verify_outgoing: boolean;
  verify_server_hostname: boolean;
}

/** The servers' certificate. */
export interface ConsulTls {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
  /** Stages of the way from servers without a certificate to those that require one. */
  readonly rpc: "accepted" | "offered" | "required";
}

/** The prefix of Loki's keys, and all that Loki's token may touch. */
export const keyPrefix = "collectors/";

/** Paths inside Consul's container. */
export const consulPaths = {
  config: "/consul/config",
  secrets: "/consul/secrets",
  data: "/consul/data",
  tls: "/consul/tls",
} as const;

/** The datacenter that the servers are. */
const datacenter = "loki";

/** The name by which servers know each other, which their certificate must have. */
export const consulServerName = `server.${datacenter}.consul`;

/** Configuration that all of `servers` Consul servers share, without their secrets. */
export function consulConfig(servers: number, tls?: ConsulTls): ConsulConfig {
  return {
    server: true,
    datacenter,
    data_dir: consulPaths.data,
    bind_addr: "0.0.0.0",
    client_addr: "0.0.0.0",
    bootstrap_expect: servers,
    retry_interval: "1s",
    // A pod that comes back has another address under the same name, which the others take for a
    // conflict until they have found the old address dead: measured without leaving, writes failed
    // for up to a minute after a rolling restart. One of an odd number may leave without making the
    // majority smaller.
    leave_on_terminate: true,
    autopilot: { min_quorum: Math.floor(servers / 2) + 1, cleanup_dead_servers: true },
    // The default of 5 makes a lost leader five times as slow to notice.
    performance: { raft_multiplier: 1, leave_drain_time: "1s" },
    acl: {
      enabled: true,
      default_policy: "deny",
      down_policy: "extend-cache",
      enable_token_persistence: true,
    },
    encrypt_verify_incoming: true,
    encrypt_verify_outgoing: true,
    connect: { enabled: false },
    ui_config: { enabled: false },
    disable_remote_exec: true,
    disable_update_check: true,
    enable_script_checks: false,
    ports: { dns: -1, grpc: -1, grpc_tls: -1, serf_wan: -1 },
    telemetry: { prometheus_retention_time: "60s", disable_hostname: true },
    log_json: true,
    // The certificate is taken up again when its file changes. All else has names that change with it.
    ...(tls && { tls: { internal_rpc: internalRpc(tls) }, auto_reload_config: true }),
  };
}

/**
 * Raft and the servers' questions to each other. A server that speaks TLS is not understood by those
 * that have no certificate yet, and one that requires it does not understand those that do not speak
 * it: such a server is never ready, and a rollout stops at it. So there are stages between.
 * @see https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/tls
 */
const internalRpc = ({ rpc }: ConsulTls): InternalRpcTls => ({
  ca_file: `${consulPaths.tls}/ca.crt`,
  cert_file: `${consulPaths.tls}/tls.crt`,
  key_file: `${consulPaths.tls}/tls.key`,
  verify_incoming: rpc === "required",
  verify_outgoing: rpc !== "accepted",
  // Asks for TLS by itself, whatever the line above says.
  verify_server_hostname: rpc !== "accepted",
});

/** Whom a server asks to take it in, in Consul's own spelling. */
export interface ConsulJoin {
  retry_join: string[];
}

/**
 * For each server the two that follow it, round the circle; of three servers, the two others. A
 * server stops asking as soon as one has answered, so neither its own name may be among them (it
 * would answer first, and started together no server was measured to find another) nor all the
 * others: five could become two clusters of two and three. Of these lists any group that is closed
 * in itself goes round the circle in steps of one or two, has half of the servers or more, and so
 * leaves no second one.
 */
export function consulJoins(args: {
  readonly servers: number;
  readonly statefulSet: string;
  /** DNS name of the headless Service. */
  readonly headlessHost: string;
}): ConsulJoin[] {
  const { servers, statefulSet, headlessHost } = args;
  return Array.from({ length: servers }, (_, ordinal) => ({
    retry_join: [ordinal + 1, ordinal + 2]
      .map((next) => next % servers)
      .filter((next) => next !== ordinal)
      .sort()
      .map((next) => `${statefulSet}-${next}.${headlessHost}`),
  }));
}

/** Name of the file with the server's own `ConsulJoin`, for a pod of that name. */
export const joinFile = (pod: string): string => `join-${pod}.json`;

/** The policy of Loki's token. @see https://developer.hashicorp.com/consul/docs/security/acl/acl-rules */
export const lokiPolicy = { key_prefix: { [keyPrefix]: { policy: "write" } } } as const;

/** The policy of who reads metrics. It may also read an agent's configuration, in which secrets are hidden. */
export const metricsPolicy = { agent_prefix: { "": { policy: "read" } } } as const;
