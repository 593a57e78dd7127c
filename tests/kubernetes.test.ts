import * as pulumi from "@pulumi/pulumi";
import {
  containerResources,
  contentHash,
  goMemoryLimit,
  hashedName,
  hashedSecretName,
  labels,
  metadata,
  selectorLabels,
  volumeClaim,
} from "../components/kubernetes";
import {
  clusterService,
  disruptionBudget,
  filesConfigMap,
  headlessService,
  serviceAccount,
} from "../components/kubernetesObjects";
import { inputsOf, record } from "./support/record";

const resources = { cpuRequest: "100m", memoryRequest: "64Mi", memoryLimit: "128Mi" };

test("selectors are made of the labels that never change", () => {
  expect(selectorLabels("loki")).toEqual({
    "app.kubernetes.io/name": "loki",
    "app.kubernetes.io/instance": "fraiseql-loki",
  });
  expect(labels("loki")).toEqual({
    "app.kubernetes.io/name": "loki",
    "app.kubernetes.io/instance": "fraiseql-loki",
    "app.kubernetes.io/component": "loki",
    "app.kubernetes.io/part-of": "fraiseql-loki",
    "app.kubernetes.io/managed-by": "pulumi",
  });
});

test("metadata names the namespace where there is one", () => {
  expect(metadata("a", "loki")).toEqual({ name: "a", labels: labels("loki") });
  expect(metadata("a", "loki", "logs")).toEqual({
    name: "a",
    namespace: "logs",
    labels: labels("loki"),
  });
});

describe("a name by content", () => {
  test("is the same whatever the order of the files", () => {
    expect(contentHash({ a: "1", b: "2" })).toBe(contentHash({ b: "2", a: "1" }));
    expect(hashedName("files", { a: "1" })).toBe("files-57bfe7a566");
  });

  test.each([
    { what: "a content", files: { a: "2" } },
    { what: "a name", files: { b: "1" } },
    { what: "one more file", files: { a: "1", b: "" } },
    { what: "content that moves into the name", files: { a1: "" } },
  ])("changes with $what", ({ files }) => {
    expect(contentHash(files)).not.toBe(contentHash({ a: "1" }));
  });

  test("of secrets is no secret itself, and unknown as long as they are", async () => {
    const name = () => ({
      name: hashedSecretName("files", { a: pulumi.secret("1") }),
    });
    const { outputs, secretOutputs } = await record(name);
    expect([outputs, secretOutputs]).toEqual([{ name: "files-57bfe7a566" }, []]);
  });
});

test("a limit of the processor is set where the settings name one", () => {
  expect(containerResources(resources)).toEqual({
    requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
    limits: { memory: "128Mi", "ephemeral-storage": "2Gi" },
  });
  expect(containerResources({ ...resources, cpuLimit: "2" })).toEqual({
    requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
    limits: { memory: "128Mi", "ephemeral-storage": "2Gi", cpu: "2" },
  });
});

test("Go may use 85 % of the memory limit, in whole bytes", () => {
  expect(goMemoryLimit(resources)).toEqual({ name: "GOMEMLIMIT", value: "114085068" });
});

test("a volume has the cluster's default class unless the settings name one", () => {
  const claim = {
    metadata: { name: "data", labels: selectorLabels("loki") },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  };
  expect(volumeClaim("data", "loki", "1Gi", undefined)).toEqual(claim);
  expect(volumeClaim("data", "loki", "1Gi", "gp3")).toEqual({
    ...claim,
    spec: { ...claim.spec, storageClassName: "gp3" },
  });
});

test("the objects that every workload has", async () => {
  const owner = { name: "app", namespace: "logs" };
  const evaluation = await record(() => {
    serviceAccount(owner, {}, { "example.com/role": "r" });
    headlessService(owner, [{ name: "dns", port: 53, protocol: "UDP" }], {});
    clusterService(owner, [{ name: "http", port: 80 }], {});
    disruptionBudget(owner, { maxUnavailable: 2, evictUnhealthy: "AlwaysAllow" }, {});
    const { configMapName } = filesConfigMap(owner, "files", { a: "1" }, {});
    expect(configMapName).toBe("app-files-57bfe7a566");
  });
  const object = (type: string, name: string) => inputsOf(evaluation, `kubernetes:${type}`, name);
  const meta = (name: string) => ({ name, namespace: "logs", labels: labels("app") });
  const selector = selectorLabels("app");
  const core = { apiVersion: "v1" };
  expect(object("core/v1:ServiceAccount", "app")).toEqual({
    ...core,
    kind: "ServiceAccount",
    metadata: { ...meta("app"), annotations: { "example.com/role": "r" } },
    automountServiceAccountToken: false,
  });
  expect(object("core/v1:Service", "app-headless")).toEqual({
    ...core,
    kind: "Service",
    metadata: meta("app-headless"),
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector,
      ports: [{ name: "dns", port: 53, protocol: "UDP" }],
    },
  });
  expect(object("core/v1:Service", "app")).toEqual({
    ...core,
    kind: "Service",
    metadata: meta("app"),
    spec: { type: "ClusterIP", selector, ports: [{ name: "http", port: 80 }] },
  });
  expect(object("policy/v1:PodDisruptionBudget", "app")).toEqual({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: meta("app"),
    spec: {
      maxUnavailable: 2,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: selector },
    },
  });
  expect(object("core/v1:ConfigMap", "app-files")).toEqual({
    ...core,
    kind: "ConfigMap",
    metadata: meta("app-files-57bfe7a566"),
    data: { a: "1" },
  });
});
