import { caddyConfig } from "../../components/gateway/caddyConfig";
import {
  config,
  listener,
  notFound,
  pushesAs,
  tenantHeader,
  triedOf,
  upstreams,
  userOf,
} from "./caddyExpected";

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
    const tried = triedOf(["a"], "collector", { b: ["b-read"] });
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
          {
            group: "who",
            handle: pushesAs([userOf("a", "write")], ["a", "b"], tried).slice(0, -1),
          },
        ],
      },
      tenantHeader,
    ]);
  });
});
