import { isAllowed } from "../../tools/reachability";
import { certificates } from "../support/certificateTexts";
import { network, outsider, stack } from "./fixtures";

test("with TLS clients reach both of the gateway's ports, and it alone reaches who knows people", async () => {
  const { policies, pods } = await stack({
    network,
    gateway: {
      tls: { secretName: "tls", caCertificate: certificates.authority, port: 9443 },
      forwardAuth: { url: "http://oauth2-proxy.auth.svc:4180" },
    },
    tenants: [{ id: "fraiseql", readGroup: "readers" }],
  });
  const pod = (name: string) => pods.get(name) ?? outsider("missing");
  const clients = [pod("promtail"), pod("grafana"), outsider("ingress-nginx"), outsider("shop")];
  const ways = clients.map((from) =>
    [8080, 9443, 9181].map((port) => isAllowed(policies, { from, to: pod("loki-gateway"), port })),
  );
  expect(ways.map(String)).toEqual([
    ...Array<string>(3).fill("true,true,false"),
    "false,false,false",
  ]);
  const to = outsider("auth");
  const asks = (name: string) => isAllowed(policies, { from: pod(name), to, port: 4180 });
  expect(["loki-gateway", "grafana", "loki"].map(asks)).toEqual([true, false, false]);
});
