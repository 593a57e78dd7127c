import * as pulumi from "@pulumi/pulumi";
import { createCollector, type PushTarget } from "../../components/collector/collector";
import { promtailPod } from "../../components/collector/promtailPod";
import { labels, selectorLabels } from "../../components/kubernetes";
import type { CollectorSettings } from "../../components/settings/schema";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, record, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";

const url = "http://gateway.loki.svc:8080/loki/api/v1/push";
const basicAuth = { user: "promtail", password: pulumi.secret("correct horse battery") };
const prodPush: PushTarget = { url, basicAuth };

const component = "fraiseql-loki:collector:Promtail::promtail";
const types = {
  namespace: "kubernetes:core/v1:Namespace",
  account: "kubernetes:core/v1:ServiceAccount",
  configMap: "kubernetes:core/v1:ConfigMap",
  secret: "kubernetes:core/v1:Secret",
  role: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
  binding: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  daemonSet: "kubernetes:apps/v1:DaemonSet",
};

const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const collect = (settings: CollectorSettings, push: PushTarget, preview = false) =>
  record(
    () => {
      const { namespace, metricsPort, dependencies } = createCollector("promtail", {
        settings,
        images: devSettings().images,
        push,
        maxLineKb: 256,
      });
      return { namespace, metricsPort, dependencies: dependencies.length };
    },
    { preview },
  );

const dev = () => collect(devSettings().collector, { url });
const prod = () => collect(prodSettings().collector, prodPush);

interface DaemonSet {
  metadata: object;
  spec: { selector: object; updateStrategy: object; template: { metadata: object; spec: PodSpec } };
}

interface PodSpec {
  volumes: object[];
}

const daemonSetOf = (evaluation: Evaluation) =>
  inputsOf(evaluation, types.daemonSet, "promtail") as unknown as DaemonSet;

const podSpec = (evaluation: Evaluation) => daemonSetOf(evaluation).spec.template.spec;

const nameOf = (evaluation: Evaluation, type: string, name: string) =>
  (inputsOf(evaluation, type, name)["metadata"] as { name: string }).name;

/** What every object of the collector's namespace is called by. */
const meta = (name: string) => ({ name, namespace: "loki-collector", labels: labels("promtail") });

test("makes these objects without a password", async () => {
  expect(inventory(await dev())).toEqual([
    component,
    `${types.daemonSet}::promtail`,
    `${types.configMap}::promtail-config`,
    `${types.namespace}::promtail-namespace`,
    `${types.account}::promtail`,
    `${types.role}::promtail`,
    `${types.binding}::promtail`,
  ]);
});

test("makes these objects with one, in a preview too", async () => {
  const objects = [
    component,
    `${types.daemonSet}::promtail`,
    `${types.configMap}::promtail-config`,
    `${types.namespace}::promtail-namespace`,
    `${types.secret}::promtail-push`,
    `${types.account}::promtail`,
    `${types.role}::promtail`,
    `${types.binding}::promtail`,
  ];
  expect(inventory(await prod())).toEqual(objects);
  expect(inventory(await collect(prodSettings().collector, prodPush, true))).toEqual(objects);
});

test("tells the rest of the stack its namespace and port", async () => {
  const { outputs } = await dev();
  expect(outputs).toEqual({ namespace: "loki-collector", metricsPort: 9080, dependencies: 1 });
});

test("warns of Promtail's end of life", async () => {
  warn.mockClear();
  await dev();
  expect(warn.mock.calls).toEqual([
    [
      "Promtail reached its end of life on 2026-03-02: it still works, but gets no more fixes. Its successor is Grafana Alloy.",
    ],
  ]);
});

test("has a namespace that allows folders of the node and warns of everything unusual", async () => {
  expect(inputsOf(await dev(), types.namespace, "promtail-namespace")["metadata"]).toEqual({
    name: "loki-collector",
    labels: {
      ...labels("promtail"),
      "pod-security.kubernetes.io/enforce": "privileged",
      "pod-security.kubernetes.io/enforce-version": "v1.34",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/audit-version": "latest",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/warn-version": "latest",
    },
  });
});

test("may see pods and nothing else", async () => {
  const evaluation = await dev();
  const name = "loki-collector-promtail";
  const clusterMeta = { name, labels: labels("promtail") };
  const { metadata, rules } = inputsOf(evaluation, types.role, "promtail");
  expect({ metadata, rules }).toEqual({
    metadata: clusterMeta,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
  });
  const binding = inputsOf(evaluation, types.binding, "promtail");
  expect(binding).toMatchObject({
    metadata: clusterMeta,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name: "promtail", namespace: "loki-collector" }],
  });
  const account = inputsOf(evaluation, types.account, "promtail");
  expect(account["metadata"]).toEqual(meta("promtail"));
  expect(account["automountServiceAccountToken"]).toBe(false);
});

test("keeps the password secret, out of the configuration and out of every other object", async () => {
  const { resources } = await prod();
  expect(
    resources.filter((r) => r.secretPaths.length > 0).map((r) => [r.name, r.secretPaths]),
  ).toEqual([["promtail-push", ["stringData"]]]);
  const holders = resources.filter((r) => JSON.stringify(r.inputs).includes("correct horse"));
  expect(holders.map(({ name }) => name)).toEqual(["promtail-push"]);
});

test("renames the files that pods mount when their content changes, and so rolls the pods", async () => {
  const namesOf = async (push: PushTarget, retryFor: string) => {
    const evaluation = await collect(prodSettings({ collector: { retryFor } }).collector, push);
    const names = {
      config: nameOf(evaluation, types.configMap, "promtail-config"),
      push: nameOf(evaluation, types.secret, "promtail-push"),
    };
    expect(podSpec(evaluation).volumes.slice(0, 2)).toEqual([
      { name: "config", configMap: { name: names.config } },
      { name: "push", secret: { secretName: names.push, defaultMode: 0o440 } },
    ]);
    return names;
  };
  const first = await namesOf(prodPush, "24h");
  const otherFile = await namesOf(prodPush, "1h");
  const otherPassword = { ...prodPush, basicAuth: { user: "promtail", password: "another" } };
  const rotated = await namesOf(otherPassword, "24h");
  expect(first.config).toMatch(/^promtail-config-[0-9a-f]{10}$/);
  expect(first.push).toMatch(/^promtail-push-[0-9a-f]{10}$/);
  expect(otherFile.config).not.toBe(first.config);
  expect(otherFile.push).toBe(first.push);
  expect(rotated.push).not.toBe(first.push);
  expect(rotated.config).toBe(first.config);
});

test("runs on every node and is replaced one node at a time", async () => {
  const { metadata, spec: all } = daemonSetOf(await dev());
  const { template, ...spec } = all;
  expect([metadata, spec, template.metadata]).toEqual([
    meta("promtail"),
    {
      selector: { matchLabels: selectorLabels("promtail") },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    },
    { labels: labels("promtail") },
  ]);
});

test("hands its pod the pinned image, the push secret and a folder of its own on the node", async () => {
  const evaluation = await prod();
  expect(podSpec(evaluation)).toEqual(
    promtailPod({
      serviceAccountName: "promtail",
      image: "docker.io/grafana/promtail:3.6.11",
      resources: prodSettings().collector.resources,
      configMapName: nameOf(evaluation, types.configMap, "promtail-config"),
      push: {
        name: "push",
        secret: {
          secretName: nameOf(evaluation, types.secret, "promtail-push"),
          defaultMode: 0o440,
        },
      },
      positionsFolder: "/var/lib/loki-collector-promtail",
    }),
  );
});

test("starts when its namespace, files and rights are there", async () => {
  const evaluation = await prod();
  const namespace = `${types.namespace}::promtail-namespace`;
  const dependencies = evaluation.resources.map((r) => [r.name, r.type, r.dependencies]);
  expect(dependencies).toEqual([
    ["promtail", "fraiseql-loki:collector:Promtail", []],
    [
      "promtail",
      types.daemonSet,
      [
        `${types.configMap}::promtail-config`,
        `${types.secret}::promtail-push`,
        `${types.account}::promtail`,
        `${types.role}::promtail`,
        `${types.binding}::promtail`,
      ],
    ],
    ["promtail-config", types.configMap, [namespace]],
    ["promtail-namespace", types.namespace, []],
    ["promtail-push", types.secret, [namespace]],
    ["promtail", types.account, [namespace]],
    ["promtail", types.role, []],
    ["promtail", types.binding, [`${types.role}::promtail`]],
  ]);
  const parents = evaluation.resources.filter((r) => r.custom).map(({ parent }) => parent);
  expect(new Set(parents)).toEqual(new Set([component]));
  expect(resourceOf(evaluation, "fraiseql-loki:collector:Promtail", "promtail").inputs).toEqual({});
});

test("mounts the password of a Secret that somebody else keeps, and makes none", async () => {
  const passwordFrom = { secretName: "acme-users", key: "write-password-2" };
  const basicAuth = { user: "fraiseql-write-2", passwordFrom };
  const { collector } = prodSettings();
  const recorded = await collect(collector, { url, basicAuth });
  expect(recorded.resources.filter(({ type }) => type === types.secret)).toEqual([]);
  const items = [{ key: "write-password-2", path: "password" }];
  expect(podSpec(recorded).volumes[1]).toEqual({
    name: "push",
    projected: { defaultMode: 0o440, sources: [{ secret: { name: "acme-users", items } }] },
  });
});
