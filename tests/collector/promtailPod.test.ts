import { promtailPod } from "../../components/collector/promtailPod";
import { prodSettings } from "../support/settings";

const hardened = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

const args = {
  serviceAccountName: "promtail",
  image: "grafana/promtail:3.6.11",
  resources: prodSettings().collector.resources,
  configMapName: "promtail-config-0123456789",
  positionsFolder: "/var/lib/loki-collector-promtail",
};

const push = {
  name: "push",
  secret: { secretName: "promtail-push-0123456789", defaultMode: 0o440 },
};
const withPassword = promtailPod({ ...args, push });
const without = promtailPod(args);

test("runs on every node, without more than the node's defaults allow", () => {
  const rest = { ...withPassword, initContainers: [], containers: [], volumes: [] };
  expect(rest).toEqual({
    serviceAccountName: "promtail",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    terminationGracePeriodSeconds: 60,
    nodeSelector: { "kubernetes.io/os": "linux" },
    tolerations: [{ operator: "Exists" }],
    initContainers: [],
    containers: [],
    volumes: [],
  });
});

test("lets root do no more than open the positions folder", () => {
  expect(withPassword.initContainers).toEqual([
    {
      name: "open-positions",
      image: "grafana/promtail:3.6.11",
      command: ["chmod", "0770", "/var/lib/promtail"],
      resources: {
        requests: { cpu: "10m", memory: "16Mi", "ephemeral-storage": "64Mi" },
        limits: { memory: "64Mi", "ephemeral-storage": "2Gi" },
      },
      securityContext: { ...hardened, runAsUser: 0, runAsGroup: 0 },
      volumeMounts: [{ name: "positions", mountPath: "/var/lib/promtail" }],
    },
  ]);
});

test("reads as nobody in root's group", () => {
  expect(withPassword.containers).toEqual([
    {
      name: "promtail",
      image: "grafana/promtail:3.6.11",
      args: ["-config.file=/etc/promtail/config/promtail.yaml"],
      env: [
        { name: "HOSTNAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        { name: "GOMEMLIMIT", value: "228170137" },
      ],
      ports: [{ name: "http", containerPort: 9080 }],
      readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 5 },
      livenessProbe: {
        tcpSocket: { port: "http" },
        initialDelaySeconds: 30,
        periodSeconds: 20,
        failureThreshold: 6,
      },
      resources: {
        requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        limits: { memory: "256Mi", "ephemeral-storage": "2Gi" },
      },
      securityContext: { ...hardened, runAsNonRoot: true, runAsUser: 10_001, runAsGroup: 0 },
      volumeMounts: [
        { name: "config", mountPath: "/etc/promtail/config", readOnly: true },
        { name: "push", mountPath: "/etc/promtail/push", readOnly: true },
        { name: "pods", mountPath: "/var/log/pods", readOnly: true },
        { name: "positions", mountPath: "/var/lib/promtail" },
        {
          name: "api-token",
          mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
          readOnly: true,
        },
      ],
    },
  ]);
});

test("mounts two folders of the node, its files, and a token that lives for an hour", () => {
  expect(withPassword.volumes).toEqual([
    { name: "config", configMap: { name: "promtail-config-0123456789" } },
    push,
    { name: "pods", hostPath: { path: "/var/log/pods", type: "Directory" } },
    {
      name: "positions",
      hostPath: { path: "/var/lib/loki-collector-promtail", type: "DirectoryOrCreate" },
    },
    {
      name: "api-token",
      projected: {
        defaultMode: 0o440,
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds: 3_600 } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        ],
      },
    },
  ]);
});

test("mounts no password where there is none", () => {
  const names = (list: unknown) => (list as { name: string }[]).map(({ name }) => name);
  const [container] = without.containers as unknown as [{ volumeMounts: unknown }];
  expect(names(without.volumes)).toEqual(["config", "pods", "positions", "api-token"]);
  expect(names(container.volumeMounts)).toEqual(["config", "pods", "positions", "api-token"]);
});
