import type * as k8s from "@pulumi/kubernetes";
import { containerResources, restrictedContainer, restrictedPod } from "../kubernetes";
import { durationMs } from "../settings/durations";
import type { CanarySettings } from "../settings/schema";
import { proxyAddress, proxyFile, proxyHealthPort, proxyPaths } from "./canaryProxy";

type Container = k8s.types.input.core.v1.Container;

/** Port of the canary's metrics. */
export const canaryPort = 3500;

/** Value of the label `app.kubernetes.io/name` of every canary of a stack. */
export const canaryName = (lokiName: string) => `${lokiName}-canary`;

/** Value of the label `job` of a canary's lines. */
export const canaryJob = "loki-canary";

/** Annotation of a canary's pod with the tenant whose lines it writes. */
export const tenantAnnotation = "fraiseql.io/tenant";

/** Above 10000, so it is nobody on the node. */
const canaryUser = 10_005;

/** Folder with the files `write` and `read`, each a password. */
const passwordsPath = "/etc/canary/passwords";

/** Through the gateway: by a proxy beside the canary, which knows the two users. */
export interface CanaryGateway {
  readonly configMapName: string;
  readonly writeUser: string;
  readonly readUser: string;
  /** Volume named `passwords` with the files `write` and `read`. */
  readonly passwords: k8s.types.input.core.v1.Volume;
  readonly caddyImage: string;
}

export interface CanaryPodArgs {
  readonly serviceAccountName: string;
  readonly image: string;
  readonly settings: Pick<CanarySettings, "interval" | "resources">;
  /** `host:port` of Loki, or the gateway in front of it. */
  readonly loki: string | CanaryGateway;
}

/** The pod that writes lines and looks for them. */
export function canaryPod(args: CanaryPodArgs): k8s.types.input.core.v1.PodSpec {
  const { loki } = args;
  return {
    serviceAccountName: args.serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(canaryUser),
    ...(typeof loki === "string"
      ? { containers: [canaryContainer(args, loki)] }
      : {
          initContainers: [credentials(loki)],
          containers: [canaryContainer(args, proxyAddress), proxyContainer(loki)],
          volumes: [
            { name: "config", configMap: { name: loki.configMapName } },
            loki.passwords,
            { name: "headers", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
            { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
          ],
        }),
  };
}

/**
 * The canary's arguments.
 * @see https://grafana.com/docs/loki/latest/operations/loki-canary/#configuration
 */
export function canaryArguments(args: {
  /** `host:port` that it writes to and reads from. */
  readonly address: string;
  /** Time between two lines, as a Go duration. */
  readonly interval: string;
}): string[] {
  const { address, interval } = args;
  // It looks over what it has sent as often as a minute: with a slow canary less often.
  const wait = Math.max(60, Math.ceil((3 * durationMs(interval)) / 1_000));
  return [
    `-addr=${address}`,
    "-push=true",
    `-interval=${interval}`,
    `-wait=${wait}s`,
    `-max-wait=${5 * wait}s`,
    // The labels of its one stream, which nobody else may write to. A tail begins with the last hour's
    // lines that are stored: in a stream of the pods before it, a canary would hear lines that it never wrote.
    "-labelname=job",
    `-labelvalue=${canaryJob}`,
    "-streamname=pod",
    "-streamvalue=$(POD_NAME)",
    `-port=${canaryPort}`,
  ];
}

function canaryContainer(args: CanaryPodArgs, address: string): Container {
  const { image, settings } = args;
  return {
    name: "canary",
    image,
    args: canaryArguments({ address, interval: settings.interval }),
    env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    ports: [{ name: "metrics", containerPort: canaryPort }],
    readinessProbe: { httpGet: { path: "/metrics", port: "metrics" }, periodSeconds: 10 },
    livenessProbe: { tcpSocket: { port: "metrics" }, periodSeconds: 30, failureThreshold: 4 },
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
  };
}

/** What a user and a password are in a header: `printf` is the shell's own, so neither is an argument. */
const headersScript = `
set -eu
umask 077
header() {
  printf 'Basic %s' "$(printf '%s:%s' "$1" "$(cat "${passwordsPath}/$2")" | base64 | tr -d '\\n')" >"${proxyPaths.headers}/$2"
}
header "$WRITE_USER" write
header "$READ_USER" read
`.trim();

function credentials({ caddyImage, writeUser, readUser }: CanaryGateway): Container {
  return {
    name: "credentials",
    image: caddyImage,
    command: ["/bin/sh", "-c", headersScript],
    env: [
      { name: "WRITE_USER", value: writeUser },
      { name: "READ_USER", value: readUser },
    ],
    resources: containerResources({
      cpuRequest: "10m",
      memoryRequest: "16Mi",
      memoryLimit: "64Mi",
    }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "passwords", mountPath: passwordsPath, readOnly: true },
      { name: "headers", mountPath: proxyPaths.headers },
    ],
  };
}

function proxyContainer({ caddyImage }: CanaryGateway): Container {
  const health = { httpGet: { path: "/health", port: "health" } };
  return {
    name: "proxy",
    image: caddyImage,
    command: ["caddy", "run", "--config", `${proxyPaths.config}/${proxyFile}`],
    env: [
      { name: "XDG_CONFIG_HOME", value: "/tmp/config" },
      { name: "XDG_DATA_HOME", value: "/tmp/data" },
    ],
    ports: [{ name: "health", containerPort: proxyHealthPort }],
    readinessProbe: { ...health, periodSeconds: 5 },
    livenessProbe: { ...health, periodSeconds: 30, failureThreshold: 4 },
    resources: containerResources({
      cpuRequest: "10m",
      memoryRequest: "32Mi",
      memoryLimit: "128Mi",
    }),
    securityContext: {
      ...restrictedContainer,
      // The image's program carries this capability; without it the kernel refuses to start it.
      capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
    },
    volumeMounts: [
      { name: "config", mountPath: proxyPaths.config, readOnly: true },
      { name: "headers", mountPath: proxyPaths.headers, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
