import { escapeRegex } from "../escapeRegex";
import type { GatewayTenant } from "./caddyConfig";
import type { CaddyHandler } from "./caddyRoute";

/** Who knows the people that read without a tenant's password. */
export interface ForwardAuth {
  /** `http(s)://host:port`. */
  readonly url: string;
  readonly path: string;
  /** Header of its answer with the groups of whoever asks, joined by commas. */
  readonly groupsHeader: string;
}

/**
 * Shows the request, without its body, to who knows its sender. What that answers to it is the answer
 * unless it is 2xx; then the first tenant that one of the groups reads is the request's.
 * @see https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints
 */
export function asGroupsTenant(
  auth: ForwardAuth,
  tenants: readonly GatewayTenant[],
): CaddyHandler[] {
  return [
    ask(auth),
    {
      handler: "map",
      source: "{http.vars.groups}",
      destinations: ["{tenant}"],
      mappings: tenants.flatMap(({ id, readGroup }) =>
        readGroup === undefined
          ? []
          : [{ input_regexp: `(?:^|,) *${escapeRegex(readGroup)} *(?:,|$)`, outputs: [id] }],
      ),
      defaults: [""],
    },
    {
      handler: "subroute",
      routes: [
        {
          match: [{ vars: { "{tenant}": [""] } }],
          handle: [{ handler: "static_response", status_code: 403 }],
          terminal: true,
        },
      ],
    },
  ];
}

function ask({ url, path, groupsHeader }: ForwardAuth): CaddyHandler {
  const { hostname, port, protocol } = new URL(url);
  const https = protocol === "https:";
  return {
    handler: "reverse_proxy",
    upstreams: [{ dial: `${hostname}:${port === "" ? (https ? 443 : 80) : port}` }],
    rewrite: { method: "GET", uri: path },
    headers: {
      request: {
        set: {
          "X-Forwarded-Method": ["{http.request.method}"],
          "X-Forwarded-Uri": ["{http.request.uri}"],
        },
      },
    },
    transport: {
      protocol: "http",
      dial_timeout: "1s",
      response_header_timeout: "10s",
      ...(https ? { tls: {} } : {}),
    },
    handle_response: [
      {
        match: { status_code: [2] },
        routes: [
          {
            // From the answer and not from the request, which anybody writes.
            handle: [{ handler: "vars", groups: `{http.reverse_proxy.header.${groupsHeader}}` }],
          },
        ],
      },
    ],
  };
}
