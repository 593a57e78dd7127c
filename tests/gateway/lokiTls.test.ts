import type { CaddyConfig } from "../../components/gateway/caddyConfig";
import type { CaddyProxy } from "../../components/gateway/caddyRoute";
import { inputsOf } from "../support/record";
import { recordGateway, specOf, types } from "./fixtures";

const lokiTls = { secretName: "my-tls", serverName: "loki.logs.svc" };

test("the gateway speaks TLS to every replica, and trusts the CA of the Secret alone", async () => {
  const evaluation = await recordGateway({ lokiTls });
  const { data } = inputsOf(evaluation, types.configMap, "loki-gateway-config") as {
    data: Record<string, string>;
  };
  const { routes } = (JSON.parse(data["caddy.json"] ?? "") as CaddyConfig).apps.http.servers
    .gateway;
  const proxies = routes
    .flatMap(({ handle }) => handle)
    .filter((handler): handler is CaddyProxy => handler.handler === "reverse_proxy");
  const transport = (response_header_timeout: string) => ({
    protocol: "http",
    dial_timeout: "1s",
    response_header_timeout,
    versions: ["1.1"],
    tls: {
      ca: { provider: "file", pem_files: ["/etc/caddy/loki-ca/ca.crt"] },
      server_name: "loki.logs.svc",
      handshake_timeout: "2s",
    },
  });
  expect(proxies.map((proxy) => proxy.transport)).toEqual(["30s", "310s", "310s"].map(transport));
});

test("the gateway has the CA's certificate and not the replicas' key", async () => {
  const { template } = specOf(await recordGateway({ lokiTls }));
  const { containers, volumes } = template.spec;
  expect(volumes?.filter(({ name }) => name === "loki-ca")).toEqual([
    {
      name: "loki-ca",
      secret: {
        secretName: "my-tls",
        defaultMode: 0o440,
        items: [{ key: "ca.crt", path: "ca.crt" }],
      },
    },
  ]);
  expect(containers[0]?.volumeMounts?.filter(({ name }) => name === "loki-ca")).toEqual([
    { name: "loki-ca", mountPath: "/etc/caddy/loki-ca", readOnly: true },
  ]);
});
