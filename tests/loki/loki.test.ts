import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import { lokiPeersHost } from "../../components/loki/loki";
import { lokiConfig } from "../../components/loki/lokiConfig";
import { lokiOverrides } from "../../components/loki/lokiOverrides";
import { tenantsOf } from "../../components/settings/tenants";
import { filesystemStorage } from "../../components/storage/filesystemStorage";
import { toYaml } from "../../components/yaml";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";
import { claim, component, dataOf, dev, inmemory, meta, prod, setOf, types } from "./recorded";

let evaluation: Evaluation;
let single: Evaluation;
beforeAll(async () => {
  evaluation = await prod();
  single = await dev();
});

test("makes these objects", () => {
  expect(inventory(single)).toEqual([
    component,
    `${types.statefulSet}::loki`,
    `${types.configMap}::loki-config`,
    `${types.configMap}::loki-overrides`,
    `${types.service}::loki`,
    `${types.service}::loki-headless`,
    `${types.account}::loki`,
    `${types.budget}::loki`,
  ]);
  const children = single.resources.filter(({ custom }) => custom);
  expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set([component]));
  expect(inputsOf(single, "fraiseql-loki:loki:Loki", "loki")).toEqual({});
});

test("tells the rest of the stack where Loki and each replica are", () => {
  expect(lokiPeersHost("loki", "logs")).toBe("loki-headless.logs.svc");
  expect([single.outputs, evaluation.outputs]).toEqual([
    {
      url: "http://loki.logs.svc:3100",
      replicaHosts: ["loki-0.loki-headless.logs.svc:3100"],
    },
    {
      url: "http://loki.logs.svc:3100",
      replicaHosts: [0, 1, 2].map((ordinal) => `loki-${ordinal}.loki-headless.logs.svc:3100`),
    },
  ]);
});

test("writes its configuration under a name of its content, the overrides under a fixed one", () => {
  const { loki: settings } = devSettings();
  const store = { storage: filesystemStorage, ring: inmemory };
  const args = { namespace: "logs", settings, ...store, multiTenant: false };
  const files = { "loki.yaml": toYaml(lokiConfig(args)) };
  expect(inputsOf(single, types.configMap, "loki-config")).toMatchObject({
    metadata: meta(`loki-config-${contentHash(files)}`),
    data: files,
  });
  expect(inputsOf(single, types.configMap, "loki-overrides")).toMatchObject({
    metadata: meta("loki-overrides"),
    data: { "overrides.yaml": toYaml(lokiOverrides(tenantsOf(devSettings()), settings)) },
  });
});

test("asks requests for their tenant where there are tenants", () => {
  expect(dataOf(evaluation, "loki-config")["loki.yaml"]).toContain("auth_enabled: true\n");
  expect(dataOf(evaluation, "loki-overrides")).toEqual({
    "overrides.yaml": toYaml(lokiOverrides(tenantsOf(prodSettings()), prodSettings().loki)),
  });
});

test("has an identity that the object store knows, without access to the Kubernetes API", () => {
  const account = (of: Evaluation) => inputsOf(of, types.account, "loki");
  expect(account(evaluation)).toMatchObject({
    metadata: { ...meta("loki"), annotations: { "example.com/role": "the-role" } },
    automountServiceAccountToken: false,
  });
  expect(account(single)["metadata"]).toEqual(meta("loki"));
});

test("is found by peers before it is ready, and by clients once it is", () => {
  const ports = [
    { name: "http", port: 3100 },
    { name: "grpc", port: 9095 },
  ];
  const selector = selectorLabels("loki");
  const spec = (of: Evaluation, name: string) => inputsOf(of, types.service, name)["spec"];
  expect(spec(single, "loki")).toEqual({ type: "ClusterIP", selector, ports });
  const headless = { clusterIP: "None", publishNotReadyAddresses: true, selector };
  expect(spec(single, "loki-headless")).toEqual({ ...headless, ports });
  expect(spec(evaluation, "loki-headless")).toEqual({
    ...headless,
    ports: [
      ...ports,
      { name: "gossip-tcp", port: 7946 },
      { name: "gossip-udp", port: 7946, protocol: "UDP" },
    ],
  });
});

test("has an address for each replica where the ring outlives it, and none but when it is ready", () => {
  const services = evaluation.resources.filter(
    ({ type, name }) => type === types.service && /^loki-\d/.test(name),
  );
  expect(services.map(({ inputs }) => inputs)).toMatchObject(
    ["loki-0", "loki-1", "loki-2"].map((pod) => ({
      metadata: { ...meta("loki"), name: pod },
      spec: {
        type: "ClusterIP",
        selector: { ...selectorLabels("loki"), "statefulset.kubernetes.io/pod-name": pod },
        ports: [{ name: "grpc", port: 9095 }],
      },
    })),
  );
  services.forEach(({ inputs }) => {
    expect(inputs["spec"]).not.toHaveProperty("publishNotReadyAddresses");
  });
  // Pulumi waits until such a Service leads somewhere: what it leads to may not wait for it.
  expect(resourceOf(evaluation, types.statefulSet, "loki").dependencies).not.toContainEqual(
    expect.stringMatching(/::loki-\d$/),
  );
  expect(single.resources.filter(({ name }) => /^loki-\d/.test(name))).toEqual([]);
});

test("lets an eviction take as many replicas as the settings say", async () => {
  const budget = async (loki: object) =>
    inputsOf(await dev({ ...loki }), types.budget, "loki")["spec"];
  const selector = { matchLabels: selectorLabels("loki") };
  const ofQuorum = { unhealthyPodEvictionPolicy: "IfHealthyBudget" };
  expect(await budget({})).toEqual({ maxUnavailable: 1, ...ofQuorum, selector });
  expect(await budget({ maxUnavailable: 2 })).toEqual({ maxUnavailable: 2, ...ofQuorum, selector });
});

test("starts its replicas side by side, rolls them one by one and keeps their volumes", () => {
  const { metadata, spec } = setOf(evaluation);
  const { template, ...rest } = spec;
  expect([metadata, template.metadata]).toEqual([meta("loki"), { labels: labels("loki") }]);
  const always = {
    serviceName: "loki-headless",
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    selector: { matchLabels: selectorLabels("loki") },
  };
  expect(rest).toEqual({
    ...always,
    replicas: 3,
    minReadySeconds: 15,
    volumeClaimTemplates: [claim("data", "10Gi"), claim("wal", "10Gi")],
  });
  const one = setOf(single).spec;
  expect(one).toEqual({
    ...always,
    template: one.template,
    replicas: 1,
    minReadySeconds: 0,
    volumeClaimTemplates: [claim("data", "5Gi"), claim("wal", "2Gi")],
  });
});

test("has volumes of the size and class that the settings name", async () => {
  const loki = { wal: { size: "3Gi", storageClass: "fast" }, data: { size: "9Gi" } };
  const { volumeClaimTemplates } = setOf(await dev(loki)).spec;
  expect(volumeClaimTemplates).toEqual([claim("data", "9Gi"), claim("wal", "3Gi", "fast")]);
});

test("waits for files, names and what storage and ring need, and has time to roll", () => {
  const set = resourceOf(evaluation, types.statefulSet, "loki");
  expect(set.dependencies).toEqual([
    `${types.configMap}::loki-config`,
    `${types.configMap}::loki-overrides`,
    `${types.configMap}::servers`,
    "kubernetes:core/v1:Secret::bucket",
    `${types.service}::loki-headless`,
    `${types.account}::loki`,
  ]);
  expect(set.customTimeouts).toEqual({ create: "15m", update: "60m" });
});
