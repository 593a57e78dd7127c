import { caddyConfig, userFile } from "../../components/gateway/caddyConfig";
import type { CaddyRoute } from "../../components/gateway/caddyRoute";
import { authentication, type User } from "./fixtures";

const upstreams = ["loki-0.loki-headless.loki.svc:3100", "loki-1.loki-headless.loki.svc:3100"];

const config = (ids: readonly string[] = ["fraiseql"]) =>
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
const tenantHeader = {
  handler: "headers",
  request: { set: { "X-Scope-OrgID": ["{tenant}"] }, delete: ["Authorization", "Cookie"] },
};

/** Asks for one of these users' passwords and sets the header of the user's tenant. */
const asTenant = (users: readonly User[]) => [
  ...authentication(users),
  byUser("{tenant}", users),
  tenantHeader,
];

/** The same for pushes, where the collector says itself which of the tenants it is. */
const pushesAs = (users: readonly User[], tenants: readonly string[]) => {
  const tenant = "{http.request.header.X-Scope-OrgID}";
  const all = [...users, { user: "collector", file: "collector", tenant }];
  return [
    ...authentication(all),
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

const userOf = (id: string, direction: string): User => ({
  user: `${id}-${direction}`,
  file: `${id}-${direction}`,
  tenant: id,
});

const proxy = (answerWithin: string) => ({
  handler: "reverse_proxy",
  upstreams: upstreams.map((dial) => ({ dial })),
  transport: { protocol: "http", dial_timeout: "1s", response_header_timeout: answerWithin },
  health_checks: {
    active: { uri: "/ready", interval: "1s", timeout: "2s", expect_status: 200 },
    passive: { fail_duration: "2s", max_fails: 1 },
  },
});
const balancing = {
  selection_policy: { policy: "least_conn" },
  retries: 5,
  try_duration: "10s",
  try_interval: "250ms",
};

const pushPaths = ["/loki/api/v1/push", "/otlp/v1/logs"];
const readProxy = { ...proxy("310s"), load_balancing: balancing, flush_interval: -1 };
const notFound = { handle: [{ handler: "static_response", status_code: 404 }] };
const listener = {
  automatic_https: { disable: true },
  read_header_timeout: "10s",
  max_header_bytes: 16_384,
};

test("caddyConfig is this for one tenant", () => {
  expect(config()).toEqual({
    admin: { disabled: true, config: { persist: false } },
    logging: {
      logs: {
        default: {
          writer: { output: "stdout" },
          encoder: { format: "json" },
          exclude: ["http.handlers.reverse_proxy.health_checker.active"],
        },
      },
    },
    apps: {
      http: {
        metrics: { per_host: false },
        shutdown_delay: "5s",
        grace_period: "30s",
        servers: {
          gateway: {
            listen: [":8080"],
            ...listener,
            logs: { default_logger_name: "default" },
            routes: [
              {
                match: [{ path: pushPaths, method: ["POST"] }],
                handle: [
                  ...pushesAs([userOf("fraiseql", "write")], ["fraiseql"]),
                  { handler: "request_body", max_size: 20_971_520 },
                  {
                    ...proxy("30s"),
                    request_buffers: 20_971_520,
                    load_balancing: { ...balancing, retry_match: [{ path: pushPaths }] },
                  },
                ],
                terminal: true,
              },
              {
                match: [
                  {
                    path: [
                      "/loki/api/v1/query",
                      "/loki/api/v1/query_range",
                      "/loki/api/v1/labels",
                      "/loki/api/v1/label/*",
                      "/loki/api/v1/series",
                      "/loki/api/v1/tail",
                      "/loki/api/v1/index/*",
                      "/loki/api/v1/patterns",
                      "/loki/api/v1/detected_labels",
                      "/loki/api/v1/detected_fields",
                      "/loki/api/v1/detected_field/*",
                      "/loki/api/v1/format_query",
                      "/loki/api/v1/drilldown-limits",
                      "/loki/api/v1/status/buildinfo",
                    ],
                    method: ["GET", "POST"],
                  },
                ],
                handle: [...asTenant([userOf("fraiseql", "read")]), readProxy],
                terminal: true,
              },
              {
                match: [
                  {
                    path: ["/loki/api/v1/rules", "/loki/api/v1/rules/*", "/prometheus/api/v1/*"],
                    method: ["GET"],
                  },
                ],
                handle: [...asTenant([userOf("fraiseql", "read")]), readProxy],
                terminal: true,
              },
              notFound,
            ],
          },
          operations: {
            listen: [":9180"],
            ...listener,
            routes: [
              { match: [{ path: ["/metrics"] }], handle: [{ handler: "metrics" }], terminal: true },
              {
                match: [{ path: ["/health"] }],
                handle: [{ handler: "static_response", status_code: 200 }],
                terminal: true,
              },
              notFound,
            ],
          },
        },
      },
    },
  });
});

test("each tenant's users act for that tenant alone, each direction with its own user", () => {
  const [push, read, rules] = config(["a", "b"]).apps.http.servers.gateway.routes as [
    CaddyRoute,
    CaddyRoute,
    CaddyRoute,
  ];
  const users = (direction: string) => ["a", "b"].map((id) => userOf(id, direction));
  expect(push.handle.slice(0, 6)).toEqual(pushesAs(users("write"), ["a", "b"]));
  expect(read.handle.slice(0, 4)).toEqual(asTenant(users("read")));
  expect(rules.handle.slice(0, 4)).toEqual(asTenant(users("read")));
});

test("a retired tenant has no user that pushes, but agents may still have lines of it", () => {
  const tenants = [
    { id: "a", writeUser: "a-write", readUser: "a-read" },
    { id: "b", readUser: "b-read" },
  ];
  const args = { port: 1, tenants, upstreams, queryTimeout: "5m", collectorUser: "collector" };
  const { routes } = caddyConfig(args).apps.http.servers.gateway;
  expect(routes[0]?.handle.slice(0, 6)).toEqual(pushesAs([userOf("a", "write")], ["a", "b"]));
  expect(JSON.stringify(routes.slice(1))).not.toContain("collector");
});

test.each([
  ["fraiseql-write", "fraiseql-write"],
  ["a_b.c-read", "a_5fb_2ec-read"],
  ["..a!*'()-write", "_2e_2ea_21_2a_27_28_29-write"],
])("the user %s has the file %s, a name that a key of a Secret may have", (user, file) => {
  expect(userFile(user)).toBe(file);
  expect(file).toMatch(/^(?!\.\.)[-._a-zA-Z0-9]{1,253}$/);
});

test("a query may take as long as Loki lets it, and some seconds more", () => {
  const { routes } = caddyConfig({
    port: 1,
    tenants: [],
    collectorUser: "c",
    upstreams,
    queryTimeout: "90s",
  }).apps.http.servers.gateway;
  expect(routes[1]?.handle.at(-1)).toMatchObject({
    transport: { response_header_timeout: "100s" },
  });
});

describe("with TLS", () => {
  const withTls = (clientCertificates: boolean) =>
    caddyConfig({
      ...{ port: 8080, collectorUser: "collector", upstreams, queryTimeout: "5m" },
      tenants: [
        { id: "a", writeUser: "a-write", readUser: "a-read" },
        { id: "b", readUser: "b-read" },
      ],
      tls: { port: 8443, clientCertificates },
    });

  test("Caddy takes its certificate from the files as they are at each connection", () => {
    const { http, tls } = withTls(false).apps;
    const without = config(["a"]).apps;
    const { gateway, operations, certificate, plain } = http.servers;
    expect([tls, certificate, operations]).toEqual([
      {
        automation: {
          policies: [{ get_certificate: [{ via: "http", url: "http://127.0.0.1:9181/" }] }],
        },
      },
      {
        listen: ["127.0.0.1:9181"],
        ...listener,
        routes: [
          {
            handle: [
              {
                handler: "static_response",
                status_code: 200,
                body: "{file./etc/caddy/tls/tls.crt}\n{file./etc/caddy/tls/tls.key}\n",
              },
            ],
          },
        ],
      },
      without.http.servers.operations,
    ]);
    expect(plain).toEqual({
      listen: [":8080"],
      ...listener,
      logs: { default_logger_name: "default" },
      routes: [{ handle: [{ handler: "static_response", status_code: 503 }] }],
    });
    const { routes, ...port } = gateway;
    expect(port).toEqual({
      listen: [":8443"],
      ...listener,
      protocols: ["h1", "h2"],
      strict_sni_host: false,
      tls_connection_policies: [{}],
      logs: { default_logger_name: "default" },
    });
    expect(routes.slice(-2)).toEqual([
      {
        match: [{ path: ["/health"] }],
        handle: [{ handler: "static_response", status_code: 200 }],
        terminal: true,
      },
      notFound,
    ]);
    expect(Object.keys(without.http.servers)).toEqual(["gateway", "operations"]);
  });

  test("a verified certificate of a writer, and of nobody else, stands for the password", () => {
    const { gateway } = withTls(true).apps.http.servers;
    expect(gateway.tls_connection_policies).toEqual([
      {
        client_authentication: {
          ca: { provider: "file", pem_files: ["/etc/caddy/config/client-ca.crt"] },
          mode: "verify_if_given",
        },
      },
    ]);
    const subject = "{http.request.tls.client.subject}";
    expect(gateway.routes[0]?.handle.slice(0, 2)).toEqual([
      {
        handler: "subroute",
        routes: [
          {
            group: "who",
            match: [{ vars: { [subject]: ["CN=a-write"] } }],
            handle: [
              {
                handler: "map",
                source: subject,
                destinations: ["{tenant}"],
                mappings: [{ input: "CN=a-write", outputs: ["a"] }],
              },
            ],
          },
          { group: "who", handle: pushesAs([userOf("a", "write")], ["a", "b"]).slice(0, -1) },
        ],
      },
      tenantHeader,
    ]);
  });
});

describe("with forward authentication", () => {
  const routesOf = (url: string) =>
    caddyConfig({
      ...{ port: 1, collectorUser: "c", upstreams, queryTimeout: "5m" },
      tenants: [
        { id: "a", writeUser: "a-write", readUser: "a-read", readGroup: "team.a (x)" },
        { id: "b", writeUser: "b-write", readUser: "b-read" },
      ],
      forwardAuth: { url, path: "/oauth2/auth", groupsHeader: "X-Groups" },
    }).apps.http.servers.gateway.routes;

  test("a request without a password is shown to who knows its sender", () => {
    const [push, read] = routesOf("http://oauth2-proxy.auth.svc:4180");
    expect(JSON.stringify(push)).not.toContain("oauth2-proxy");
    expect(read?.handle.slice(0, 2)).toEqual([
      {
        handler: "subroute",
        routes: [
          {
            group: "who",
            match: [{ header: { Authorization: ["Basic *", "basic *"] } }],
            handle: asTenant([userOf("a", "read"), userOf("b", "read")]).slice(0, -1),
          },
          {
            group: "who",
            handle: [
              {
                handler: "reverse_proxy",
                upstreams: [{ dial: "oauth2-proxy.auth.svc:4180" }],
                rewrite: { method: "GET", uri: "/oauth2/auth" },
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
                },
                handle_response: [
                  {
                    match: { status_code: [2] },
                    routes: [
                      {
                        handle: [
                          { handler: "vars", groups: "{http.reverse_proxy.header.X-Groups}" },
                        ],
                      },
                    ],
                  },
                ],
              },
              {
                handler: "map",
                source: "{http.vars.groups}",
                destinations: ["{tenant}"],
                mappings: [
                  {
                    input_regexp: String.raw`(?:^|,) *team\.a \(x\) *(?:,|$)`,
                    outputs: ["a"],
                  },
                ],
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
            ],
          },
        ],
      },
      tenantHeader,
    ]);
  });

  test.each([
    ["https://auth.example.com", "auth.example.com:443", {}],
    ["http://auth.example.com", "auth.example.com:80", undefined],
    ["https://[fd00::1]:8443", "[fd00::1]:8443", {}],
  ])("%s is asked at %s", (url, dial, tls) => {
    const text = JSON.stringify(routesOf(url)[1]);
    expect(text).toContain(JSON.stringify({ dial }));
    expect(text.includes('"tls":{}')).toBe(tls !== undefined);
  });
});
