import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type End } from "../../tools/reachability";
import { network, outsider, stack } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

test("clients may have addresses: of a load balancer that calls the pods itself", async () => {
  const { policies, pods } = await stack({
    network: { gatewayClientCidrs: ["10.3.0.0/16"], grafanaClientCidrs: ["10.4.0.0/16"] },
  });
  const reach = (address: string, name: string, port: number) =>
    isAllowed(policies, {
      from: { address },
      to: pods.get(name) ?? outsider("missing"),
      port,
    });
  expect(
    ["10.3.0.1", "10.4.0.1", "10.5.0.1"].map((address) => [
      reach(address, "loki-gateway", 8080),
      reach(address, "grafana", 3000),
      reach(address, "loki-gateway", 9180),
      reach(address, "loki", 3100),
    ]),
  ).toEqual([
    [true, false, false, false],
    [false, true, false, false],
    [false, false, false, false],
  ]);
});

test("what is exposed lets in nobody more than the settings name", async () => {
  const expose = { kind: "ingress", host: "logs.example.com", tls: "elsewhere" };
  const exposed = await stack({ network, gateway: { expose } });
  expect(exposed.policies).toEqual((await stack({ network })).policies);
});

test("Grafana reaches who knows the people that sign in, and only it", async () => {
  const oauth = {
    clientId: "grafana",
    clientSecret: "secret-of-grafana",
    authUrl: "https://browsers.example.com:444/authorize",
    tokenUrl: "http://dex.auth.svc:5556/token",
    apiUrl: "https://api.example.com:8443/userinfo",
    allowedDomains: ["example.com"],
  };
  const { policies, pods } = await stack(
    { network: { policies: true }, grafana: { oauth, url: "https://grafana.example.com" } },
    "dev",
  );
  const from = pods.get("grafana") ?? outsider("missing");
  const reach = (to: End, port: number) => isAllowed(policies, { from, to, port });
  expect([
    reach(outsider("auth"), 5556),
    reach({ address: "192.0.2.7" }, 8443),
    reach({ address: "192.0.2.7" }, 444),
    reach({ address: "169.254.169.254" }, 8443),
    reach(outsider("shop"), 5556),
  ]).toEqual([true, true, false, false, false]);
});
