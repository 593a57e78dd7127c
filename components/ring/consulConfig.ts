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
  retry_join: string[];
  retry_interval: string;
  leave_on_terminate: boolean;
  autopilot: { min_quorum: number; cleanup_dead_servers: boolean };
  performance: { raft_multiplier: number };
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
}

/** The prefix of Loki's keys, and all that Loki's token may touch. */
export const keyPrefix = "collectors/";

/** Paths inside Consul's container. */
export const consulPaths = {
  config: "/consul/config",
  secrets: "/consul/secrets",
  data: "/consul/data",
} as const;

/** Configuration of each of `servers` Consul servers, without its secrets. */
export function consulConfig(args: {
  readonly servers: number;
  /** DNS name of the headless Service. */
  readonly headlessHost: string;
  readonly statefulSet: string;
}): ConsulConfig {
  const { servers, headlessHost, statefulSet } = args;
  const ordinals = Array.from({ length: servers }, (_, ordinal) => ordinal);
  return {
    server: true,
    datacenter: "loki",
    data_dir: consulPaths.data,
    bind_addr: "0.0.0.0",
    client_addr: "0.0.0.0",
    bootstrap_expect: servers,
    retry_join: ordinals.map((ordinal) => `${statefulSet}-${ordinal}.${headlessHost}`),
    retry_interval: "1s",
    // A server that restarts keeps its place in Raft, so a majority is always of all servers.
    leave_on_terminate: false,
    autopilot: { min_quorum: Math.floor(servers / 2) + 1, cleanup_dead_servers: true },
    // The default of 5 makes a lost leader five times as slow to notice.
    performance: { raft_multiplier: 1 },
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
  };
}

/** The policy of Loki's token. @see https://developer.hashicorp.com/consul/docs/security/acl/acl-rules */
export const lokiPolicy = { key_prefix: { [keyPrefix]: { policy: "write" } } } as const;
