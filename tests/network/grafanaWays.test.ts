import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type End } from "../../tools/reachability";
import type { Areas } from "../support/stacks";
import { network, outsider, stack } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const database = (host: string): Areas => ({
  kind: "postgres",
  host,
  passwordSecret: { name: "acme-database" },
});

/** Who reaches what in a stack whose Grafana has its database there. */
async function reach(host: string, more: Areas = {}, replicas = 1) {
  const grafana = { database: database(host), replicas };
  const { policies, pods } = await stack({ network: { ...network, ...more }, grafana });
  const pod = (name: string) => pods.get(name) ?? outsider("missing");
  const way = (from: End, to: End, port: number, protocol: "TCP" | "UDP" = "TCP") =>
    isAllowed(policies, { from, to, port, protocol });
  return { pod, way, fromGrafana: (to: End, port: number) => way(pod("grafana"), to, port) };
}

describe("Grafana's database", () => {
  test("in the cluster is in the namespace of its name, whatever port its pods have", async () => {
    const { fromGrafana, pod, way } = await reach("postgres.databases.svc.cluster.local:5432");
    expect([
      fromGrafana(outsider("databases"), 5432),
      fromGrafana(outsider("databases"), 6432),
      fromGrafana(outsider("shop"), 5432),
      fromGrafana({ address: "10.9.0.1" }, 5432),
      way(pod("loki-gateway"), outsider("databases"), 5432),
    ]).toEqual([true, true, false, false, false]);
  });

  test("at an address is there alone, at its port", async () => {
    const { fromGrafana } = await reach("10.9.0.1:5433");
    expect([
      fromGrafana({ address: "10.9.0.1" }, 5433),
      fromGrafana({ address: "10.9.0.1" }, 5432),
      fromGrafana({ address: "10.9.0.2" }, 5433),
    ]).toEqual([true, false, false]);
  });

  test("of which only a name is known may be anywhere but where nodes get their rights", async () => {
    const { fromGrafana, pod, way } = await reach("db.eu-west-1.rds.amazonaws.com:5432");
    expect([
      fromGrafana({ address: "10.9.0.1" }, 5432),
      fromGrafana({ address: "10.9.0.1" }, 443),
      fromGrafana({ address: "169.254.169.254" }, 5432),
      way(pod("loki"), { address: "10.9.0.1" }, 5432),
    ]).toEqual([true, false, false, false]);
  });

  test("is where the settings say that its addresses are, and nowhere else", async () => {
    const cidrs = { grafanaDatabaseCidrs: ["10.9.0.0/24"] };
    const { fromGrafana } = await reach("db.eu-west-1.rds.amazonaws.com:5432", cidrs);
    expect([
      fromGrafana({ address: "10.9.0.1" }, 5432),
      fromGrafana({ address: "10.9.0.1" }, 443),
      fromGrafana({ address: "10.9.1.1" }, 5432),
    ]).toEqual([true, false, false]);
  });
});

test("replicas of Grafana reach each other for their alerts, by both protocols, and nobody else does", async () => {
  const { pod, way } = await reach("10.9.0.1:5432", {}, 2);
  const to = pod("grafana");
  const others = ["loki", "loki-gateway", "promtail"].map(pod);
  const asked = [...others, outsider("ingress-nginx"), outsider("monitoring")];
  expect([way(to, to, 9094), way(to, to, 9094, "UDP"), way(to, to, 3000)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(asked.map((from) => way(from, to, 9094))).toEqual(asked.map(() => false));
  const alone = await reach("10.9.0.1:5432");
  expect(alone.way(alone.pod("grafana"), alone.pod("grafana"), 9094)).toBe(false);
});
