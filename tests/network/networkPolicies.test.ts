import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type End, type Policy } from "../../tools/reachability";
import { evaluateStack, type Areas } from "../support/stacks";
import { variants } from "../support/variants";
import { outsider, stack } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

interface Target {
  readonly name: string;
  readonly to: End;
  readonly port: number;
  readonly protocol?: "UDP";
}

/** Everything there is to reach. */
function targets(pods: ReadonlyMap<string, End>): Target[] {
  const pod = (name: string) => pods.get(name) ?? outsider("missing");
  const at = (name: string, port: number): Target => ({
    name: `${name} ${port}`,
    to: pod(name),
    port,
  });
  return [
    at("loki-gateway", 8080),
    at("loki-gateway", 9180),
    at("loki", 3100),
    at("loki", 9095),
    at("consul", 8500),
    at("consul", 8300),
    at("consul", 8301),
    { ...at("consul", 8301), name: "consul 8301/udp", protocol: "UDP" },
    at("grafana", 3000),
    at("promtail", 9080),
    at("loki-canary", 3500),
    { name: "object store", to: { address: "52.218.0.1" }, port: 443 },
    { name: "pod identity", to: { address: "169.254.170.23" }, port: 80 },
    { name: "metadata", to: { address: "169.254.169.254" }, port: 80 },
    { name: "private 443", to: { address: "10.0.0.5" }, port: 443 },
    { name: "DNS", to: outsider("kube-system"), port: 53, protocol: "UDP" },
    { name: "other pods", to: outsider("shop"), port: 443 },
  ];
}

/** Everyone who might ask. */
function sources(pods: ReadonlyMap<string, End>): (readonly [string, End])[] {
  const own = [
    "promtail",
    "grafana",
    "loki-gateway",
    "loki",
    "consul",
    "consul-bootstrap",
    "loki-canary",
  ];
  const drill = { "app.kubernetes.io/name": "loki-restore-drill" };
  return [
    ["a client's namespace", outsider("ingress-nginx")],
    ["a scraper's namespace", outsider("monitoring")],
    ...own.map((name) => [name, pods.get(name) ?? outsider("missing")] as const),
    ["the restore drill", { namespace: "loki", labels: drill }],
    ["another pod in loki", outsider("loki")],
    ["another pod in loki-collector", outsider("loki-collector")],
    ["a pod elsewhere", outsider("shop")],
  ];
}

test("who reaches what in prod, cell by cell, is what docs/security.md says", async () => {
  const { policies, pods } = await stack();
  const columns = targets(pods);
  const rows = sources(pods).map(([name, from]) => [
    name,
    ...columns.map((target) => (isAllowed(policies, { from, ...target }) ? "yes" : "–")),
  ]);
  const page = readFileSync(join(__dirname, "../../docs/security.md"), "utf8");
  const [, printed = ""] = /<!-- reachability -->\n\n(.*?)\n\n/s.exec(page) ?? [];
  const cells = printed.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const [head, , ...body] = cells;
  expect([head, ...body]).toEqual([["from, to", ...columns.map(({ name }) => name)], ...rows]);
});

test.each(variants.filter(({ stack: name }) => name === "prod"))(
  "every pod of $name has a policy, and every policy has its pods",
  async ({ areas, stack: name }) => {
    const { policies, pods } = await stack(areas, name);
    const selected = (policy: Policy, pod: End) =>
      "namespace" in pod &&
      policy.metadata.namespace === pod.namespace &&
      Object.entries(policy.spec.podSelector.matchLabels ?? { none: "" }).every(
        ([key, value]) => pod.labels[key] === value,
      );
    const all = [...pods.values()];
    expect(all.filter((pod) => !policies.some((policy) => selected(policy, pod)))).toEqual([]);
    const idle = policies.filter((policy) => !all.some((pod) => selected(policy, pod)));
    expect(idle.map(({ metadata }) => metadata.name).sort()).toEqual([
      "loki-restore-drill",
      "refuse-the-rest",
      "refuse-the-rest",
    ]);
    // Every rule names somebody: one that does not would let everybody in.
    policies
      .flatMap(({ spec }) => [...(spec.ingress ?? []), ...(spec.egress ?? [])])
      .forEach((rule) => {
        expect(rule.from ?? rule.to).not.toEqual([]);
        expect(Object.keys(rule)).toContain(rule.from === undefined ? "to" : "from");
      });
  },
);

test("the last policy to come is the one that refuses the rest", async () => {
  const { resources } = await evaluateStack("prod");
  const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy"));
  const allowing = policies.filter(({ name }) => !name.endsWith("refuse-the-rest"));
  const refusing = policies.filter(({ name }) => name.endsWith("refuse-the-rest"));
  expect([allowing.length, refusing.length]).toEqual([8, 2]);
  refusing.forEach(({ dependencies }) => {
    allowing.forEach(({ name }) => {
      expect(dependencies).toContainEqual(expect.stringMatching(new RegExp(`::${name}$`)));
    });
  });
});

test("there is none where they are off, as in dev", async () => {
  expect((await stack({}, "dev")).policies).toEqual([]);
  expect(
    (await stack({ network: { policies: false }, acceptedRisks: ["network.policies"] })).policies,
  ).toEqual([]);
});

describe("the object store", () => {
  const reach = async (areas: Areas, address: string, port = 443) => {
    const { policies, pods } = await stack(areas);
    const from = pods.get("loki") ?? outsider("missing");
    return isAllowed(policies, { from, to: { address }, port });
  };
  const s3Compatible = (endpoint: string) => ({
    kind: "s3Compatible",
    endpoint,
    chunksBucket: "loki-chunks",
    rulerBucket: "loki-ruler",
    credentials: { existingSecret: "keys" },
  });

  test("is where the settings say it is, and nowhere else", async () => {
    const areas = { network: { objectStoreCidrs: ["10.1.0.0/16"] } };
    expect(await reach(areas, "10.1.2.3")).toBe(true);
    expect(await reach(areas, "52.218.0.1")).toBe(false);
    expect(await reach(areas, "10.1.2.3", 80)).toBe(false);
  });

  test("is at its own address and port where that is known", async () => {
    const areas = { storage: s3Compatible("http://10.244.0.1:8333") };
    expect(await reach(areas, "10.244.0.1", 8333)).toBe(true);
    expect(await reach(areas, "10.244.0.1", 443)).toBe(false);
    expect(await reach(areas, "10.244.0.2", 8333)).toBe(false);
  });

  test("may have any address but the node's own where only its name is known", async () => {
    const areas = { storage: s3Compatible("https://objects.example.com:9000") };
    expect(await reach(areas, "10.9.0.1", 9000)).toBe(true);
    expect(await reach(areas, "10.9.0.1", 443)).toBe(false);
    expect(await reach(areas, "169.254.169.254", 9000)).toBe(false);
  });

  test("may be in the cluster", async () => {
    const { policies, pods } = await stack({ storage: s3Compatible("http://minio.store.svc:80") });
    const from = pods.get("loki") ?? outsider("missing");
    const to = (namespace: string) =>
      isAllowed(policies, { from, to: outsider(namespace), port: 9000 });
    expect([to("store"), to("shop")]).toEqual([true, false]);
  });
});

test("only who has a bucket reaches the metadata servers of Google Cloud, for its identity", async () => {
  const areas = variants.find(({ name }) => name === "prod on Google Cloud")?.areas ?? {};
  const { policies, pods } = await stack(areas);
  const reaching = [...pods].flatMap(([name, from]) =>
    [
      { address: "169.254.169.252", port: 988 },
      { address: "169.254.169.254", port: 80 },
    ].flatMap(({ address, port }) =>
      isAllowed(policies, { from, to: { address }, port }) ? [`${name} ${address}:${port}`] : [],
    ),
  );
  expect(reaching.sort()).toEqual([
    "loki 169.254.169.252:988",
    "loki 169.254.169.254:80",
    "tempo 169.254.169.252:988",
    "tempo 169.254.169.254:80",
  ]);
});

test("replicas gossip among themselves where their ring is memberlist", async () => {
  const { policies, pods } = await stack({ ring: { kind: "memberlist" } });
  const to = pods.get("loki") ?? outsider("missing");
  const gossip = (from: End, protocol: "TCP" | "UDP") =>
    isAllowed(policies, { from, to, port: 7946, protocol });
  expect([gossip(to, "TCP"), gossip(to, "UDP")]).toEqual([true, true]);
  expect(gossip(pods.get("loki-gateway") ?? outsider("missing"), "TCP")).toBe(false);
});
