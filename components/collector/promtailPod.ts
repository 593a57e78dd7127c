import type * as k8s from "@pulumi/kubernetes";
import { containerResources, goMemoryLimit, restrictedContainer } from "../kubernetes";
import type { Resources } from "../settings/fields";
import { promtailPaths as paths, promtailPort } from "./promtailConfig";

/** Not root, so that who breaks out of the program that reads everyone's lines is nobody. */
const user = 10001;

/** The group of the runtime's log files, which have mode 0640 under containerd. */
const logGroup = 0;

/** Name of the volume that holds the password. */
export const pushVolumeName = "push";

const positionsMount = { name: "positions", mountPath: paths.positions };
const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface PromtailPodArgs {
  readonly serviceAccountName: string;
  readonly image: string;
  readonly resources: Resources;
  readonly configMapName: string;
  /** Volume of this name with the file of the password that Promtail pushes with. @default none */
  readonly push?: k8s.types.input.core.v1.Volume | undefined;
  /** Folder on the node that outlives the pod and says how far each file has been read. */
  readonly positionsFolder: string;
}

/** The pod of one node. */
export function promtailPod(args: PromtailPodArgs): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: args.serviceAccountName,
    // Mounted below instead, where its life is an hour.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    // Time to send what is in memory. More does not help: while Loki is away nothing can be sent,
    // and positions say where to go on.
    terminationGracePeriodSeconds: 60,
    nodeSelector: { "kubernetes.io/os": "linux" },
    // Every node has logs. No priority class: outside kube-system, GKE refuses the system ones.
    tolerations: [{ operator: "Exists" }],
    initContainers: [openPositions(args.image)],
    containers: [promtailContainer(args)],
    volumes: podVolumes(args),
  };
}

/**
 * Lets Promtail's group write into the positions folder, which the kubelet makes for root alone.
 * Root because only the owner may; it needs no capability for that.
 */
function openPositions(image: string): k8s.types.input.core.v1.Container {
  return {
    name: "open-positions",
    image,
    command: ["chmod", "0770", paths.positions],
    resources: containerResources({
      cpuRequest: "10m",
      memoryRequest: "16Mi",
      memoryLimit: "64Mi",
    }),
    securityContext: { ...restrictedContainer, runAsUser: 0, runAsGroup: 0 },
    volumeMounts: [positionsMount],
  };
}

function promtailContainer(args: PromtailPodArgs): k8s.types.input.core.v1.Container {
  const { image, resources, push } = args;
  const pushMount = { name: pushVolumeName, mountPath: "/etc/promtail/push", readOnly: true };
  return {
    name: "promtail",
    image,
    args: [`-config.file=${paths.config}/promtail.yaml`],
    env: [
      // The node whose pods Promtail asks the API for.
      { name: "HOSTNAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
      goMemoryLimit(resources),
    ],
    ports: [{ name: "http", containerPort: promtailPort }],
    readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 5 },
    livenessProbe: {
      tcpSocket: { port: "http" },
      initialDelaySeconds: 30,
      periodSeconds: 20,
      failureThreshold: 6,
    },
    resources: containerResources(resources),
    securityContext: {
      ...restrictedContainer,
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: logGroup,
    },
    volumeMounts: [
      { name: "config", mountPath: paths.config, readOnly: true },
      ...(push === undefined ? [] : [pushMount]),
      { name: "pods", mountPath: paths.pods, readOnly: true },
      positionsMount,
      { name: "api-token", mountPath: tokenPath, readOnly: true },
    ],
  };
}

function podVolumes(args: PromtailPodArgs): k8s.types.input.core.v1.Volume[] {
  const { configMapName, push, positionsFolder } = args;
  return [
    { name: "config", configMap: { name: configMapName } },
    ...(push === undefined ? [] : [push]),
    { name: "pods", hostPath: { path: paths.pods, type: "Directory" } },
    { name: "positions", hostPath: { path: positionsFolder, type: "DirectoryOrCreate" } },
    { name: "api-token", projected: { defaultMode: 0o440, sources: tokenSources } },
  ];
}

/** What the kubelet would mount by itself, with a token that lives for an hour. */
const tokenSources: k8s.types.input.core.v1.VolumeProjection[] = [
  { serviceAccountToken: { path: "token", expirationSeconds: 3_600 } },
  { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
];
