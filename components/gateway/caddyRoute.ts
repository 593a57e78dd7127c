export interface CaddyRoute {
  /** Of the routes of a group that match, only the first is taken. */
  group?: string;
  match?: CaddyMatch[];
  handle: CaddyHandler[];
  terminal?: boolean;
}

export interface CaddyMatch {
  path?: string[];
  method?: string[];
  header?: Record<string, string[]>;
  vars?: Record<string, string[]>;
  vars_regexp?: Record<string, { pattern: string }>;
  not?: CaddyMatch[];
}

/** @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/ */
export type CaddyHandler =
  | {
      handler: "static_response";
      status_code: number;
      headers?: Record<string, string[]>;
      body?: string;
    }
  | { handler: "vars"; groups: string }
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
      mappings: ({ outputs: string[] } & ({ input: string } | { input_regexp: string }))[];
      defaults?: string[];
    }
  | {
      handler: "headers";
      request?: { set: Record<string, string[]>; delete: string[] };
      response?: { set: Record<string, string[]> };
    }
  | { handler: "subroute"; routes: CaddyRoute[]; errors?: { routes: CaddyRoute[] } }
  | { handler: "error"; error: string; status_code: number | string }
  | { handler: "log_append"; key: string; value: string }
  | CaddyProxy
  | CaddyQuestion;

export interface CaddyProxy {
  handler: "reverse_proxy";
  upstreams: { dial: string }[];
  request_buffers?: number;
  flush_interval?: number;
  transport: CaddyTransport;
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

export interface CaddyTransport {
  protocol: "http";
  dial_timeout: string;
  response_header_timeout: string;
  versions?: ["1.1"];
  tls?: object;
}

/** A request that is shown to another server first. */
export interface CaddyQuestion {
  handler: "reverse_proxy";
  upstreams: [{ dial: string }];
  rewrite: { method: "GET"; uri: string };
  headers: { request: { set: Record<string, string[]> } };
  transport: CaddyTransport;
  handle_response: [{ match: { status_code: number[] }; routes: CaddyRoute[] }];
}
