import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, resourceOf } from "../support/record";
import type { Container, PodSpec, Workload } from "../support/workloads";
import {
  dataOf,
  image,
  meta,
  podSecurity,
  recordRing,
  restricted,
  secretVolume,
  types,
} from "./fixtures";

const bootstrapName = () =>
  `consul-bootstrap-files-${contentHash(dataOf(evaluation, "consul-bootstrap-files"))}`;

let evaluation: Evaluation;
beforeAll(async () => {
  evaluation = await recordRing();
});

describe("the servers", () => {
  let pod: PodSpec & { containers: Container[] };
  beforeAll(() => {
    const set = inputsOf(evaluation, types.statefulSet, "consul") as unknown as Workload;
    pod = set.spec.template.spec as typeof pod;
  });

  test("start together and keep their volumes", () => {
    const { metadata, spec } = inputsOf(evaluation, types.statefulSet, "consul") as {
      metadata: object;
      spec: Record<string, unknown> & { template: { metadata: object } };
    };
    const { template, ...rest } = spec;
    expect([metadata, template.metadata]).toEqual([meta("consul"), { labels: labels("consul") }]);
    expect(rest).toEqual({
      replicas: 3,
      serviceName: "consul-headless",
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      selector: { matchLabels: selectorLabels("consul") },
      volumeClaimTemplates: [
        {
          metadata: { name: "data", labels: selectorLabels("consul") },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "1Gi" } },
          },
        },
      ],
    });
  });

  test("read their files from Secrets that no one else may read", () => {
    const { containers, ...rest } = pod;
    expect(containers.map(({ name }) => name)).toEqual(["consul", "token-keeper"]);
    expect(rest).toEqual({
      serviceAccountName: "consul",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity,
      terminationGracePeriodSeconds: 60,
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: { matchLabels: selectorLabels("consul") },
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
          labelSelector: { matchLabels: selectorLabels("consul") },
        },
      ],
      volumes: [
        {
          name: "config",
          configMap: { name: `consul-config-${contentHash(dataOf(evaluation, "consul-config"))}` },
        },
        secretVolume("secrets", "server"),
        secretVolume("management", "management"),
        { name: "gossip", emptyDir: { sizeLimit: "64Mi" } },
        { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
        { name: "bootstrap", configMap: { name: bootstrapName() } },
        secretVolume("loki-token", "loki"),
      ],
    });
  });

  test("have a keeper of Loki's token beside them, with the two tokens in files", () => {
    const [, keeper] = pod.containers;
    expect(keeper).toEqual({
      name: "token-keeper",
      image,
      command: ["/bin/sh", "/bootstrap/keep-token.sh"],
      env: [
        { name: "CONSUL_HTTP_ADDR", value: "http://127.0.0.1:8500" },
        { name: "CONSUL_HTTP_TOKEN_FILE", value: "/tokens/management/token" },
      ],
      resources: {
        requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "64Mi" },
        limits: { memory: "128Mi", "ephemeral-storage": "2Gi" },
      },
      securityContext: restricted,
      volumeMounts: [
        { name: "bootstrap", mountPath: "/bootstrap", readOnly: true },
        { name: "management", mountPath: "/tokens/management", readOnly: true },
        { name: "loki-token", mountPath: "/tokens/loki", readOnly: true },
      ],
    });
  });

  test("run Consul with no secret in arguments or environment", () => {
    const [{ lifecycle, ...container }] = pod.containers as [Container];
    expect(Object.keys(lifecycle ?? {})).toEqual(["preStop"]);
    expect(container).toEqual({
      name: "consul",
      image,
      command: [
        "consul",
        "agent",
        "-config-file=/consul/config/consul.json",
        "-config-file=/consul/config/join-$(POD_NAME).json",
        "-config-dir=/consul/secrets",
        "-advertise=$(POD_IP)",
      ],
      env: [
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "CONSUL_HTTP_TOKEN_FILE", value: "/consul/management/token" },
      ],
      ports: [
        { name: "http", containerPort: 8500 },
        { name: "rpc", containerPort: 8300 },
        { name: "serf-tcp", containerPort: 8301 },
        { name: "serf-udp", containerPort: 8301, protocol: "UDP" },
      ],
      // All three start together, so none has to be ready for the others to find it.
      readinessProbe: {
        httpGet: { path: "/v1/catalog/nodes", port: "http" },
        periodSeconds: 1,
        failureThreshold: 5,
      },
      livenessProbe: {
        tcpSocket: { port: "rpc" },
        initialDelaySeconds: 30,
        periodSeconds: 20,
        failureThreshold: 6,
      },
      resources: {
        requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        limits: { memory: "256Mi", "ephemeral-storage": "2Gi" },
      },
      securityContext: restricted,
      volumeMounts: [
        { name: "data", mountPath: "/consul/data" },
        { name: "gossip", mountPath: "/consul/data/serf" },
        { name: "config", mountPath: "/consul/config", readOnly: true },
        { name: "secrets", mountPath: "/consul/secrets", readOnly: true },
        { name: "management", mountPath: "/consul/management", readOnly: true },
        { name: "tmp", mountPath: "/tmp" },
      ],
    });
  });

  test("wait for files, rights and names, not for the Service that selects them", () => {
    expect(resourceOf(evaluation, types.statefulSet, "consul").dependencies).toEqual([
      `${types.configMap}::consul-bootstrap-files`,
      `${types.configMap}::consul-config`,
      `${types.secret}::consul-loki`,
      `${types.secret}::consul-management`,
      `${types.secret}::consul-server`,
      `${types.service}::consul-headless`,
      `${types.account}::consul`,
      `${types.password}::consul-gossip-key`,
      `${types.password}::consul-loki-token`,
      `${types.password}::consul-management-token`,
      `${types.uuid}::consul-loki-accessor`,
    ]);
  });
});

test("another size, class and number of servers reach the StatefulSet; one waits for no other", async () => {
  const one = await recordRing({
    servers: 1,
    volumeSize: "8Gi",
    storageClass: "gp3",
    resources: { cpuRequest: "1", cpuLimit: "2", memoryRequest: "1Gi", memoryLimit: "2Gi" },
  });
  const { spec } = inputsOf(one, types.statefulSet, "consul") as unknown as Workload;
  expect([spec.replicas, spec.volumeClaimTemplates]).toEqual([
    1,
    [
      {
        metadata: { name: "data", labels: selectorLabels("consul") },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "8Gi" } },
          storageClassName: "gp3",
        },
      },
    ],
  ]);
  const [container] = spec.template.spec.containers;
  expect([container?.resources, container?.lifecycle]).toEqual([
    {
      requests: { cpu: "1", memory: "1Gi", "ephemeral-storage": "64Mi" },
      limits: { memory: "2Gi", "ephemeral-storage": "2Gi", cpu: "2" },
    },
    undefined,
  ]);
});
