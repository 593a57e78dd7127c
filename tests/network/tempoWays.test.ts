import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type End } from "../../tools/reachability";
import { s3 as traces } from "../tracing/fixtures";
import { outsider, stack } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

test("Grafana reaches a Tempo elsewhere, in the cluster or not, and nothing beside it", async () => {
  const reach = async (url: string, to: End, port: number) => {
    const { policies, pods } = await stack({ tracing: { url } });
    return isAllowed(policies, { from: pods.get("grafana") ?? outsider("missing"), to, port });
  };
  const short = "http://tempo.tracing:3200";
  expect(await reach(short, outsider("tracing"), 3200)).toBe(true);
  expect(await reach(short, outsider("shop"), 3200)).toBe(false);
  const full = "http://tempo.tracing.svc.cluster.local:80";
  expect(await reach(full, outsider("tracing"), 3200)).toBe(true);
  expect(await reach(full, { address: "10.9.0.1" }, 80)).toBe(false);
  const outside = "https://tempo.eu.example.com";
  expect(await reach(outside, { address: "10.9.0.1" }, 443)).toBe(true);
  expect(await reach(outside, { address: "10.9.0.1" }, 80)).toBe(false);
});

test("the stack's own Tempo takes traces from the namespaces that are named", async () => {
  const { policies, pods } = await stack({
    tracing: { deploy: true, storage: traces },
    network: { tracingClients: ["shop"] },
  });
  const to = pods.get("tempo") ?? outsider("missing");
  const reach = (from: End, port: number) => isAllowed(policies, { from, to, port });
  expect([reach(outsider("shop"), 4317), reach(outsider("shop"), 3200)]).toEqual([true, false]);
  expect(reach(outsider("other"), 4317)).toBe(false);
  expect(reach(pods.get("grafana") ?? outsider("missing"), 3200)).toBe(true);
  // Its bucket, and who gives it the right to use it, as Loki's pods reach theirs.
  const out = (address: string, port: number) =>
    isAllowed(policies, { from: to, to: { address }, port });
  expect([out("52.218.0.1", 443), out("169.254.170.23", 80)]).toEqual([true, true]);
  expect([out("169.254.169.254", 80), out("10.0.0.5", 443)]).toEqual([false, false]);
});

test("a Grafana that is not the stack's own reads lines and traces where it is let in", async () => {
  const { policies, pods } = await stack({
    tracing: { deploy: true, storage: traces },
    grafana: { deploy: false },
    network: { gatewayClients: ["monitoring"], tracingReaders: ["monitoring"] },
  });
  const reach = (from: End, component: string, port: number) =>
    isAllowed(policies, { from, to: pods.get(component) ?? outsider("missing"), port });
  const ports = [
    ["loki-gateway", 8080],
    ["tempo", 3200],
    ["tempo", 4317],
    ["loki", 3100],
  ] as const;
  const ofOne = (namespace: string) =>
    ports.map(([component, port]) => reach(outsider(namespace), component, port));
  expect(ofOne("monitoring")).toEqual([true, true, false, false]);
  expect(ofOne("shop")).toEqual([false, false, false, false]);
});
