import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import type { TracingSettings } from "../../components/settings/schema";
import { createTracing, type Tracing } from "../../components/tracing/tracing";
import { tempoConfig } from "../../components/tracing/tempoConfig";
import { images } from "../../components/versions";
import { toYaml } from "../../components/yaml";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, record, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";

const component = "fraiseql-loki:tracing:Tempo::tempo";
const types = {
  account: "kubernetes:core/v1:ServiceAccount",
  configMap: "kubernetes:core/v1:ConfigMap",
  service: "kubernetes:core/v1:Service",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
};

const pickUrls = ({ url, otlpUrl = "unknown" }: Tracing) => ({ url, otlpUrl });

const trace = (settings: TracingSettings, preview = false) =>
  record(
    () => {
      const { images } = devSettings();
      const tracing = createTracing("tempo", { namespace: "loki", settings, images });
      return tracing === undefined ? { tracing: "none" } : pickUrls(tracing);
    },
    { preview },
  );

const own = devSettings().tracing;
const meta = (name: string) => ({ name, namespace: "loki", labels: labels("tempo") });

const ports = [
  { name: "http", port: 3200 },
  { name: "otlp-grpc", port: 4317 },
  { name: "otlp-http", port: 4318 },
];

const tempoYaml = `server:
  http_listen_port: 3200
distributor:
  receivers:
    otlp:
      protocols:
        grpc:
          endpoint: 0.0.0.0:4317
        http:
          endpoint: 0.0.0.0:4318
ingester:
  lifecycler:
    min_ready_duration: 0s
compactor:
  compaction:
    block_retention: 48h
storage:
  trace:
    backend: local
    local:
      path: /var/tempo/blocks
    wal:
      path: /var/tempo/wal
usage_report:
  reporting_enabled: false
`;

describe("where the traces are", () => {
  test.each([
    [
      "the stack's own Tempo in dev",
      own,
      { url: "http://tempo.loki.svc:3200", otlpUrl: "http://tempo.loki.svc:4317" },
    ],
    [
      "the one that the settings name",
      devSettings({ tracing: { deploy: false, url: "http://tempo.tracing:3200" } }).tracing,
      { url: "http://tempo.tracing:3200", otlpUrl: "unknown" },
    ],
    ["nowhere in prod", prodSettings().tracing, { tracing: "none" }],
  ])("%s", async (_, settings, expected) => {
    expect((await trace(settings)).outputs).toEqual(expected);
  });

  test("only the stack's own Tempo registers anything", async () => {
    const expected = [
      component,
      `${types.account}::tempo`,
      `${types.configMap}::tempo-config`,
      `${types.service}::tempo`,
      `${types.service}::tempo-headless`,
      `${types.statefulSet}::tempo`,
    ].sort();
    expect(inventory(await trace(own)).sort()).toEqual(expected);
    expect(inventory(await trace(own, true)).sort()).toEqual(expected);
    const elsewhere = devSettings({ tracing: { deploy: false, url: "http://t:3200" } }).tracing;
    expect(inventory(await trace(elsewhere))).toEqual([]);
    expect(inventory(await trace(prodSettings().tracing))).toEqual([]);
  });
});

test("the configuration", () => {
  const traceStore = { backend: "local", local: { path: "/var/tempo/blocks" } } as const;
  expect(toYaml(tempoConfig({ retention: "48h", traceStore }))).toBe(tempoYaml);
});

test("traces are kept as long as the settings say", async () => {
  const data = async (settings: TracingSettings) =>
    inputsOf(await trace(settings), types.configMap, "tempo-config")["data"];
  const longer = devSettings({ tracing: { retention: "72h" } }).tracing;
  expect(await data(own)).toEqual({ "tempo.yaml": tempoYaml });
  expect(await data(longer)).toEqual({
    "tempo.yaml": tempoYaml.replace("block_retention: 48h", "block_retention: 72h"),
  });
});

const configName = `tempo-config-${contentHash({ "tempo.yaml": tempoYaml })}`;

test("the StatefulSet, whole", async () => {
  const settings = devSettings({ tracing: { volumeSize: "7Gi", storageClass: "gp3" } }).tracing;
  const ready = { httpGet: { path: "/ready", port: "http" } };
  expect(inputsOf(await trace(settings), types.statefulSet, "tempo")).toEqual({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta("tempo"),
    spec: {
      replicas: 1,
      serviceName: "tempo-headless",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      selector: { matchLabels: selectorLabels("tempo") },
      template: {
        metadata: { labels: labels("tempo") },
        spec: {
          serviceAccountName: "tempo",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 10_001,
            runAsGroup: 10_001,
            fsGroup: 10_001,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              name: "tempo",
              image: `docker.io/${images.tempo}`,
              args: ["-config.file=/etc/tempo/tempo.yaml"],
              // 85 % of 512Mi.
              env: [{ name: "GOMEMLIMIT", value: "456340275" }],
              ports: ports.map(({ name, port }) => ({ name, containerPort: port })),
              startupProbe: { ...ready, periodSeconds: 2, failureThreshold: 300 },
              readinessProbe: {
                ...ready,
                periodSeconds: 5,
                timeoutSeconds: 3,
                failureThreshold: 3,
              },
              livenessProbe: {
                tcpSocket: { port: "http" },
                periodSeconds: 15,
                failureThreshold: 6,
              },
              resources: {
                requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "64Mi" },
                limits: { memory: "512Mi", "ephemeral-storage": "2Gi" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "data", mountPath: "/var/tempo" },
                { name: "config", mountPath: "/etc/tempo", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "config", configMap: { name: configName } },
            { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data", labels: selectorLabels("tempo") },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "7Gi" } },
            storageClassName: "gp3",
          },
        },
      ],
    },
  });
});

test("it starts after what it needs, and not after the Service that waits for it", async () => {
  const { dependencies } = resourceOf(await trace(own), types.statefulSet, "tempo");
  expect(dependencies).toEqual(
    [
      `${types.account}::tempo`,
      `${types.configMap}::tempo-config`,
      `${types.service}::tempo-headless`,
    ].sort(),
  );
});

test("all of it belongs to the component", async () => {
  const { resources } = await trace(own);
  const children = resources.filter(({ custom }) => custom);
  expect(children.map(({ parent }) => parent)).toEqual(children.map(() => component));
});

test("the Services, the account and the file's object", async () => {
  const evaluation: Evaluation = await trace(own);
  expect(inputsOf(evaluation, types.service, "tempo")).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: meta("tempo"),
    spec: { type: "ClusterIP", selector: selectorLabels("tempo"), ports },
  });
  expect(inputsOf(evaluation, types.service, "tempo-headless")).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: meta("tempo-headless"),
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: selectorLabels("tempo"),
      ports,
    },
  });
  expect(inputsOf(evaluation, types.account, "tempo")).toEqual({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: meta("tempo"),
    automountServiceAccountToken: false,
  });
  expect(inputsOf(evaluation, types.configMap, "tempo-config")["metadata"]).toEqual(
    meta(configName),
  );
});
