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
