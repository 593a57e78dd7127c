import type * as k8s from "@pulumi/kubernetes";
import {
  containerResources,
  goMemoryLimit,
  restrictedContainer,
  restrictedPod,
} from "../kubernetes";
import { onDifferentNodes, overZones } from "../placement";
import type { LokiRing } from "../ring/ring";
import type { LokiSettings } from "../settings/schema";
import type { LokiStorage } from "../storage/storage";
import { lokiPaths } from "./lokiConfig";
import { ruleMounts } from "./lokiRuler";
import { lokiTlsPath } from "./lokiTls";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** The user that Loki's image is made for. */
const lokiUser = 10_001;

export interface LokiPodArgs {
  readonly name: string;
  readonly image: string;
  readonly settings: LokiSettings;
  readonly storage: Pick<LokiStorage, "env" | "volumes" | "volumeMounts">;
  readonly ring: Pick<
    LokiRing,
    "env" | "volumes" | "volumeMounts" | "initContainers" | "gossipPort"
  >;
  readonly configMapName: string;
  readonly overridesName: string;
  /** Tenants whose rules the ruler reads. @default none */
  readonly ruledTenants?: readonly string[] | undefined;
  /** Secret with the certificate of both ports. @default none: plain text */
  readonly tlsSecretName?: string | undefined;
}

/** The pod of one Loki replica. */
export function lokiPod(args: LokiPodArgs): PodSpec {
  const { name, settings, storage, ring, configMapName, overridesName } = args;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(lokiUser),
    // Time to flush what is in memory to the object store.
    terminationGracePeriodSeconds: 300,
    affinity: onDifferentNodes(name, settings.antiAffinity),
    topologySpreadConstraints: overZones(name),
    initContainers: [...ring.initContainers],
    containers: [container(args)],
    volumes: [
      { name: "config", configMap: { name: configMapName } },
      { name: "runtime", configMap: { name: overridesName } },
      { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
      ...storage.volumes,
      ...ring.volumes,
      ...ruleMounts(name, args.ruledTenants ?? []).volumes,
      ...tlsVolumes(args.tlsSecretName),
    ],
  };
}

/** Without a sub-path: with one, a renewed certificate would never come. */
function tlsVolumes(secretName: string | undefined) {
  return secretName === undefined
    ? []
    : [{ name: "tls", secret: { secretName, defaultMode: 0o440 } }];
}

function container(args: LokiPodArgs): Container {
  const { image, settings, storage, ring } = args;
  return {
    name: "loki",
    image,
    args: [
      `-config.file=${lokiPaths.config}/loki.yaml`,
      // Only for the pod's name and address, which are known when the pod starts.
      "-config.expand-env=true",
    ],
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      goMemoryLimit(settings.resources),
      ...storage.env,
      ...ring.env,
    ],
    ports: [
      { name: "http", containerPort: settings.httpPort },
      { name: "grpc", containerPort: settings.grpcPort },
      ...gossipPorts(ring.gossipPort),
    ],
    ...(args.tlsSecretName === undefined
      ? probes({}, "http")
      : probes({ scheme: "HTTPS" }, "grpc")),
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "config", mountPath: lokiPaths.config, readOnly: true },
      { name: "runtime", mountPath: lokiPaths.runtime, readOnly: true },
      { name: "data", mountPath: lokiPaths.data },
      { name: "wal", mountPath: lokiPaths.wal },
      { name: "tmp", mountPath: "/tmp" },
      ...storage.volumeMounts,
      ...ring.volumeMounts,
      ...ruleMounts(args.name, args.ruledTenants ?? []).volumeMounts,
      ...(args.tlsSecretName === undefined
        ? []
        : [{ name: "tls", mountPath: lokiTlsPath, readOnly: true }]),
    ],
  };
}

/**
 * Ready as soon as Loki says so, looked at each second: a replica that has started serves at once.
 * Thirty minutes to start, because a long write-ahead log is replayed first. Alive is asked of the
 * port alone: `/ready` also fails for a sick peer or a ring store that is away, and a restart would
 * mend neither. With TLS of the other port: the HTTP server would log each look as a broken handshake.
 */
const probes = (scheme: { scheme?: "HTTPS" }, alive: "http" | "grpc") =>
  ({
    startupProbe: {
      httpGet: { path: "/ready", port: "http", ...scheme },
      periodSeconds: 1,
      timeoutSeconds: 1,
      failureThreshold: 1800,
    },
    readinessProbe: {
      httpGet: { path: "/ready", port: "http", ...scheme },
      periodSeconds: 5,
      timeoutSeconds: 3,
      failureThreshold: 2,
    },
    livenessProbe: { tcpSocket: { port: alive }, periodSeconds: 15, failureThreshold: 6 },
  }) satisfies Partial<Container>;

function gossipPorts(port: number | undefined) {
  return port === undefined
    ? []
    : [
        { name: "gossip-tcp", containerPort: port },
        { name: "gossip-udp", containerPort: port, protocol: "UDP" },
      ];
}
