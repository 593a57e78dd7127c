import { caddyConfig } from "../../components/gateway/caddyConfig";
import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import { images } from "../../components/versions";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { component, meta, recordGateway, specOf, types, upstreams } from "./fixtures";

let evaluation: Evaluation;
beforeAll(async () => {
  evaluation = await recordGateway();
});

test("makes these objects, in a preview too", async () => {
  const objects = [
    component,
    `${types.deployment}::loki-gateway`,
    `${types.configMap}::loki-gateway-config`,
    `${types.secret}::loki-gateway-users`,
    `${types.service}::loki-gateway`,
    `${types.account}::loki-gateway`,
    `${types.budget}::loki-gateway`,
  ];
  const collector = `${types.password}::gateway-collector`;
  const generated = [
    collector,
    `${types.password}::gateway-fraiseql-read`,
    `${types.password}::gateway-fraiseql-write`,
  ];
  const tenant = { id: "fraiseql", writePassword: "one", readPassword: "other" };
  expect(inventory(evaluation)).toEqual([...objects, ...generated]);
  expect(inventory(await recordGateway({}, true))).toEqual([...objects, ...generated]);
  expect(inventory(await recordGateway({ tenants: [tenant] }))).toEqual([...objects, collector]);
  const children = evaluation.resources.filter(({ custom }) => custom);
  expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set([component]));
});

test("gives Caddy its configuration under a name of its content", () => {
  const file = caddyConfig({
    port: 8080,
    tenants: [{ id: "fraiseql", writeUser: "fraiseql-write", readUser: "fraiseql-read" }],
    collectorUser: "collector",
    upstreams,
    queryTimeout: "5m",
  });
  const data = { "caddy.json": JSON.stringify(file, null, 2) };
  expect(inputsOf(evaluation, types.configMap, "loki-gateway-config")).toMatchObject({
    metadata: meta(`loki-gateway-config-${contentHash(data)}`),
    data,
  });
});

test("listens where the settings say", async () => {
  const recorded = await recordGateway({ gateway: { port: 8088, replicas: 3 } });
  const [container] = specOf(recorded).template.spec.containers;
  const data = inputsOf(recorded, types.configMap, "loki-gateway-config")["data"];
  expect([
    recorded.outputs["url"],
    inputsOf(recorded, types.service, "loki-gateway")["spec"],
    container?.ports,
    specOf(recorded).replicas,
    JSON.stringify(data).includes(":8088"),
  ]).toEqual([
    "http://loki-gateway.logs.svc:8088",
    {
      type: "ClusterIP",
      selector: selectorLabels("loki-gateway"),
      ports: [{ name: "http", port: 8088 }],
    },
    [
      { name: "http", containerPort: 8088 },
      { name: "operations", containerPort: 9180 },
    ],
    3,
    true,
  ]);
});

test("has a new pod before an old one goes, and lets an eviction take one", () => {
  const { template, ...spec } = specOf(evaluation);
  expect(template.metadata).toEqual({ labels: labels("loki-gateway") });
  expect(spec).toEqual({
    replicas: 2,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    selector: { matchLabels: selectorLabels("loki-gateway") },
  });
  expect(inputsOf(evaluation, types.budget, "loki-gateway")["spec"]).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: selectorLabels("loki-gateway") },
  });
});

test("waits for its files and rights, not for its Service", () => {
  expect(resourceOf(evaluation, types.deployment, "loki-gateway").dependencies).toEqual([
    `${types.configMap}::loki-gateway-config`,
    `${types.secret}::loki-gateway-users`,
    `${types.account}::loki-gateway`,
    `${types.password}::gateway-collector`,
    `${types.password}::gateway-fraiseql-read`,
    `${types.password}::gateway-fraiseql-write`,
  ]);
});

test("has this pod", () => {
  const health = { httpGet: { path: "/health", port: "operations" } };
  expect(specOf(evaluation).template.spec).toEqual({
    serviceAccountName: "loki-gateway",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_004,
      runAsGroup: 10_004,
      fsGroup: 10_004,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    terminationGracePeriodSeconds: 45,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: { matchLabels: selectorLabels("loki-gateway") },
            },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: selectorLabels("loki-gateway") },
      },
    ],
    containers: [
      {
        name: "caddy",
        image: `docker.io/library/${images.caddy}`,
        command: ["caddy", "run", "--config", "/etc/caddy/config/caddy.json"],
        env: [
          { name: "XDG_CONFIG_HOME", value: "/tmp/config" },
          { name: "XDG_DATA_HOME", value: "/tmp/data" },
        ],
        ports: [
          { name: "http", containerPort: 8080 },
          { name: "operations", containerPort: 9180 },
        ],
        readinessProbe: { ...health, periodSeconds: 2 },
        livenessProbe: { ...health, periodSeconds: 15, failureThreshold: 4 },
        resources: {
          requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
          limits: { memory: "256Mi", "ephemeral-storage": "2Gi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
        },
        volumeMounts: [
          { name: "config", mountPath: "/etc/caddy/config", readOnly: true },
          { name: "users", mountPath: "/etc/caddy/users", readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      {
        name: "config",
        configMap: {
          name: nameOf(types.configMap, "loki-gateway-config"),
        },
      },
      {
        name: "users",
        secret: { secretName: nameOf(types.secret, "loki-gateway-users"), defaultMode: 0o440 },
      },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
  });
});

const nameOf = (type: string, name: string) =>
  (inputsOf(evaluation, type, name)["metadata"] as { name: string }).name;

test("keeps its settings to itself", () => {
  expect(inputsOf(evaluation, "fraiseql-loki:gateway:Gateway", "loki-gateway")).toEqual({});
});
