import { caddyConfig } from "../../components/gateway/caddyConfig";
import { authentication, type TriedNames, type User } from "./fixtures";

export const upstreams = [
  "loki-0.loki-headless.loki.svc:3100",
  "loki-1.loki-headless.loki.svc:3100",
];

export const config = (ids: readonly string[] = ["fraiseql"]) =>
  caddyConfig({
    port: 8080,
    tenants: ids.map((id) => ({ id, writeUser: `${id}-write`, readUser: `${id}-read` })),
    collectorUser: "collector",
    upstreams,
    queryTimeout: "5m",
  });

const byUser = (destination: string, users: readonly User[]) => ({
  handler: "map",
  source: "{http.auth.user.id}",
  destinations: [destination],
  mappings: users.map(({ user, tenant }) => ({ input: user, outputs: [tenant] })),
});
export const tenantHeader = {
  handler: "headers",
  request: { set: { "X-Scope-OrgID": ["{tenant}"] }, delete: ["Authorization", "Cookie"] },
};

/** Whose login may fail: of each of these tenants both users, those of others, and the collector. */
export const triedOf = (
  ids: readonly string[],
  collector = "collector",
  others: TriedNames = {},
): TriedNames => ({
  ...Object.fromEntries(ids.map((id) => [id, [`${id}-write`, `${id}-read`]])),
  ...others,
  "<collector>": [collector],
});

/** Asks for one of these users' passwords and sets the header of the user's tenant. */
export const asTenant = (users: readonly User[], tried: TriedNames) => [
  authentication(users, tried),
  byUser("{tenant}", users),
  tenantHeader,
];

/** The same for pushes, where the collector says itself which of the tenants it is. */
export const pushesAs = (users: readonly User[], tenants: readonly string[], tried: TriedNames) => {
  const tenant = "{http.request.header.X-Scope-OrgID}";
  const all = [...users, { user: "collector", file: "collector", tenant }];
  return [
    authentication(all, tried),
    byUser("{asked}", all),
    {
      handler: "map",
      source: "{asked}",
      destinations: ["{tenant}"],
      mappings: tenants.map((id) => ({ input: id, outputs: [id] })),
      defaults: [""],
    },
    {
      handler: "subroute",
      routes: [
        {
          match: [{ vars: { "{tenant}": [""] } }],
          handle: [{ handler: "static_response", status_code: 503 }],
          terminal: true,
        },
      ],
    },
    tenantHeader,
  ];
};

export const userOf = (id: string, direction: string): User => ({
  user: `${id}-${direction}`,
  file: `${id}-${direction}`,
  tenant: id,
});

export const proxy = (answerWithin: string) => ({
  handler: "reverse_proxy",
  upstreams: upstreams.map((dial) => ({ dial })),
  transport: { protocol: "http", dial_timeout: "1s", response_header_timeout: answerWithin },
  health_checks: {
    active: { uri: "/ready", interval: "1s", timeout: "2s", expect_status: 200 },
    passive: { fail_duration: "2s", max_fails: 1 },
  },
});
export const balancing = {
  selection_policy: { policy: "least_conn" },
  retries: 5,
  try_duration: "10s",
  try_interval: "250ms",
};

export const pushPaths = ["/loki/api/v1/push", "/otlp/v1/logs"];
export const readProxy = { ...proxy("310s"), load_balancing: balancing, flush_interval: -1 };
export const notFound = { handle: [{ handler: "static_response", status_code: 404 }] };
export const listener = {
  automatic_https: { disable: true },
  read_header_timeout: "10s",
  max_header_bytes: 16_384,
};
