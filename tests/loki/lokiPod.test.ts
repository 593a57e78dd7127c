import { contentHash, selectorLabels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { affinityTerm, dataOf, dev, image, podOf, prod } from "./recorded";

let evaluation: Evaluation;
let single: Evaluation;
beforeAll(async () => {
  evaluation = await prod();
  single = await dev();
});

describe("a pod", () => {
  const restricted = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  };

  test("is this of a replica with neighbours", () => {
    const { containers, ...pod } = podOf(evaluation);
    const configName = `loki-config-${contentHash(dataOf(evaluation, "loki-config"))}`;
    expect(containers).toHaveLength(1);
    expect(pod).toEqual({
      serviceAccountName: "loki",
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
      terminationGracePeriodSeconds: 300,
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [affinityTerm] },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: selectorLabels("loki") },
        },
      ],
      initContainers: [{ name: "wait", image: "i" }],
      volumes: [
        { name: "config", configMap: { name: configName } },
        { name: "runtime", configMap: { name: "loki-overrides" } },
        { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
        { name: "keys", secret: { secretName: "keys" } },
        { name: "token", secret: { secretName: "token" } },
      ],
    });
  });

  test("runs Loki with its probes, ports, limits and mounts", () => {
    expect(podOf(evaluation).containers[0]).toEqual({
      name: "loki",
      image,
      args: ["-config.file=/etc/loki/config/loki.yaml", "-config.expand-env=true"],
      env: [
        { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
        { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        // 85 % of 4Gi.
        { name: "GOMEMLIMIT", value: "3650722201" },
        { name: "STORE", value: "1" },
        { name: "RING", value: "2" },
      ],
      ports: [
        { name: "http", containerPort: 3100 },
        { name: "grpc", containerPort: 9095 },
        { name: "gossip-tcp", containerPort: 7946 },
        { name: "gossip-udp", containerPort: 7946, protocol: "UDP" },
      ],
      startupProbe: {
        httpGet: { path: "/ready", port: "http" },
        periodSeconds: 1,
        timeoutSeconds: 1,
        failureThreshold: 1800,
      },
      readinessProbe: {
        httpGet: { path: "/ready", port: "http" },
        periodSeconds: 5,
        timeoutSeconds: 3,
        failureThreshold: 2,
      },
      // Not of /ready: a restart mends neither a sick peer nor a ring store that is away.
      livenessProbe: { tcpSocket: { port: "http" }, periodSeconds: 15, failureThreshold: 6 },
      resources: {
        requests: { cpu: "500m", memory: "2Gi", "ephemeral-storage": "64Mi" },
        limits: { memory: "4Gi", "ephemeral-storage": "2Gi" },
      },
      securityContext: restricted,
      volumeMounts: [
        { name: "config", mountPath: "/etc/loki/config", readOnly: true },
        { name: "runtime", mountPath: "/etc/loki/runtime", readOnly: true },
        { name: "data", mountPath: "/var/loki" },
        { name: "wal", mountPath: "/wal" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "keys", mountPath: "/etc/keys", readOnly: true },
        { name: "token", mountPath: "/etc/token", readOnly: true },
      ],
    });
  });

  test("may share its node with another where the settings allow it", () => {
    const pod = podOf(single) as unknown as { affinity: object; initContainers: object[] };
    expect([pod.affinity, pod.initContainers]).toEqual([
      {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: affinityTerm },
          ],
        },
      },
      [],
    ]);
    const [container] = podOf(single).containers;
    expect([container?.ports, container?.env?.at(2)]).toEqual([
      [
        { name: "http", containerPort: 3100 },
        { name: "grpc", containerPort: 9095 },
      ],
      { name: "GOMEMLIMIT", value: "912680550" },
    ]);
  });
});
