import { inputsOf } from "../support/record";
import { certificates } from "../support/certificateTexts";
import { recordGateway, specOf, types } from "./fixtures";

describe("with TLS", () => {
  const { authority } = certificates;
  const secretName = "loki-gateway-tls";
  const withTls = (changes: Record<string, unknown> = {}) =>
    recordGateway({ gateway: { tls: { secretName, caCertificate: authority, ...changes } } });

  test("mounts the Secret's folder, and is ready once it serves with what is in it", async () => {
    const { spec } = specOf(await withTls()).template;
    const [container] = spec.containers;
    expect(spec.volumes?.at(-1)).toEqual({
      name: "tls",
      secret: {
        secretName,
        items: [
          { key: "tls.crt", path: "tls.crt" },
          { key: "tls.key", path: "tls.key" },
        ],
        defaultMode: 0o440,
      },
    });
    expect([
      container?.volumeMounts?.at(-1),
      container?.readinessProbe,
      container?.livenessProbe,
    ]).toEqual([
      { name: "tls", mountPath: "/etc/caddy/tls", readOnly: true },
      { httpGet: { path: "/health", port: "https", scheme: "HTTPS" }, periodSeconds: 2 },
      { httpGet: { path: "/health", port: "operations" }, periodSeconds: 15, failureThreshold: 4 },
    ]);
  });

  test.each([
    [{}, "loki-gateway.logs.svc"],
    [{ serverName: "logs.example.com" }, "logs.example.com"],
  ])("%j is verified by the name %s", async (changes: Record<string, string>, serverName) => {
    const { outputs } = await withTls(changes);
    expect([outputs["url"], outputs["tls"]]).toEqual([
      "https://loki-gateway.logs.svc:8443",
      { caCertificate: authority, serverName },
    ]);
  });

  test("keeps the other port for agents that do not know of it yet", async () => {
    const recorded = await withTls({ port: 9443 });
    const [container] = specOf(recorded).template.spec.containers;
    const { ports } = inputsOf(recorded, types.service, "loki-gateway")["spec"] as {
      ports: unknown;
    };
    expect([ports, container?.ports]).toEqual([
      [
        { name: "http", port: 8080 },
        { name: "https", port: 9443 },
      ],
      [
        { name: "http", containerPort: 8080 },
        { name: "https", containerPort: 9443 },
        { name: "operations", containerPort: 9180 },
      ],
    ]);
  });

  test("has the CA of clients beside its configuration, so that pods roll when it changes", async () => {
    const filesOf = async (changes: Record<string, string>) =>
      inputsOf(await withTls(changes), types.configMap, "loki-gateway-config")["data"] as Record<
        string,
        string
      >;
    const files = await filesOf({ clientCaCertificate: authority });
    expect(Object.keys(files)).toEqual(["caddy.json", "client-ca.crt"]);
    expect(files["client-ca.crt"]).toBe(authority);
    expect(files["caddy.json"]).toContain("client_authentication");
    const without = await filesOf({});
    expect(Object.keys(without)).toEqual(["caddy.json"]);
    expect(without["caddy.json"]).not.toContain("client_authentication");
  });
});
