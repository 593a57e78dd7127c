import { caddyConfig } from "../../components/gateway/caddyConfig";
import { asTenant, tenantHeader, triedOf, upstreams, userOf } from "./caddyExpected";

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
            handle: asTenant(
              [userOf("a", "read"), userOf("b", "read")],
              triedOf(["a", "b"], "c"),
            ).slice(0, -1),
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
