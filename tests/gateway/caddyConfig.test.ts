import { caddyConfig, userFile } from "../../components/gateway/caddyConfig";
import type { CaddyRoute } from "../../components/gateway/caddyRoute";
import {
  asTenant,
  balancing,
  config,
  listener,
  notFound,
  proxy,
  pushPaths,
  pushesAs,
  readProxy,
  triedOf,
  upstreams,
  userOf,
} from "./caddyExpected";

test("caddyConfig is this for one tenant", () => {
  const tried = triedOf(["fraiseql"]);
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
                  ...pushesAs([userOf("fraiseql", "write")], ["fraiseql"], tried),
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
                handle: [...asTenant([userOf("fraiseql", "read")], tried), readProxy],
                terminal: true,
              },
              {
                match: [
                  {
                    path: ["/loki/api/v1/rules", "/loki/api/v1/rules/*", "/prometheus/api/v1/*"],
                    method: ["GET"],
                  },
                ],
                handle: [...asTenant([userOf("fraiseql", "read")], tried), readProxy],
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
  const tried = triedOf(["a", "b"]);
  expect(push.handle.slice(0, 5)).toEqual(pushesAs(users("write"), ["a", "b"], tried));
  expect(read.handle.slice(0, 3)).toEqual(asTenant(users("read"), tried));
  expect(rules.handle.slice(0, 3)).toEqual(asTenant(users("read"), tried));
});

test("a retired tenant has no user that pushes, but agents may still have lines of it", () => {
  const tenants = [
    { id: "a", writeUser: "a-write", readUser: "a-read" },
    { id: "b", readUser: "b-read" },
  ];
  const args = { port: 1, tenants, upstreams, queryTimeout: "5m", collectorUser: "collector" };
  const { routes } = caddyConfig(args).apps.http.servers.gateway;
  expect(routes[0]?.handle.slice(0, 5)).toEqual(
    pushesAs([userOf("a", "write")], ["a", "b"], triedOf(["a"], "collector", { b: ["b-read"] })),
  );
  expect(JSON.stringify(routes.slice(1))).not.toContain('"username":"collector"');
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
