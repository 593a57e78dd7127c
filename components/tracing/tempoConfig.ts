import type { TraceStore } from "./tempoStorage";

/**
 * The part of Tempo's configuration that the stack sets. Tempo refuses a key that it does not know.
 * @see https://grafana.com/docs/tempo/v2.10.x/configuration/
 */
export interface TempoConfig {
  server: { http_listen_port: number };
  distributor: {
    receivers: {
      otlp: { protocols: { grpc: { endpoint: string }; http: { endpoint: string } } };
    };
  };
  ingester: { lifecycler: { min_ready_duration: string } };
  compactor: { compaction: { block_retention: string } };
  storage: { trace: TraceStore & { wal: { path: string } } };
  usage_report: { reporting_enabled: false };
}

/** Where Tempo listens. @see https://grafana.com/docs/tempo/v2.10.x/configuration/network/ */
export const tempoPorts = { http: 3200, otlpGrpc: 4317, otlpHttp: 4318 } as const;

/** Where Tempo's container finds its files. */
export const tempoPaths = { config: "/etc/tempo", data: "/var/tempo" } as const;

export interface TempoConfigArgs {
  /** How long a trace is kept, as a Go duration. */
  readonly retention: string;
  /** Where blocks are kept. Before they are whole they are on the volume in any case. */
  readonly traceStore: TraceStore;
}

/** Configuration of one Tempo process. */
export function tempoConfig({ retention, traceStore }: TempoConfigArgs): TempoConfig {
  return {
    server: { http_listen_port: tempoPorts.http },
    distributor: {
      receivers: {
        otlp: {
          protocols: {
            // Without an address a receiver listens on localhost, where no other pod reaches it.
            grpc: { endpoint: `0.0.0.0:${tempoPorts.otlpGrpc}` },
            http: { endpoint: `0.0.0.0:${tempoPorts.otlpHttp}` },
          },
        },
      },
    },
    // The pause lets other members see a new one. There are no others.
    ingester: { lifecycler: { min_ready_duration: "0s" } },
    compactor: { compaction: { block_retention: retention } },
    storage: { trace: { ...traceStore, wal: { path: `${tempoPaths.data}/wal` } } },
    usage_report: { reporting_enabled: false },
  };
}
