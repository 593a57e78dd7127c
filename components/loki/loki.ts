import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import {
  metadata,
  podMetadata,
  selectorLabels,
  volumeClaim,
  type PodAnnotations,
} from "../kubernetes";
import {
  clusterService,
  disruptionBudget,
  filesConfigMap,
  headlessService,
  replicaServices,
  serviceAccount,
} from "../kubernetesObjects";
import { isShared, type LokiRing } from "../ring/ring";
import type { ImageSettings, LokiSettings } from "../settings/schema";
import type { Tenant } from "../settings/tenants";
import type { LokiStorage } from "../storage/storage";
import { toYaml } from "../yaml";
import { lokiConfig } from "./lokiConfig";
import { lokiOverrides } from "./lokiOverrides";
import { lokiPod } from "./lokiPod";
import { rulesConfigMap, withRuler, type Ruler } from "./lokiRuler";
import { lokiHost, withTls, type LokiTls } from "./lokiTls";

export interface LokiArgs {
  readonly namespace: string;
  readonly settings: LokiSettings;
  readonly images: ImageSettings;
  readonly storage: LokiStorage;
  readonly ring: LokiRing;
  readonly tenants: readonly Tenant[];
  /** Whether requests name their tenant. Without it every line belongs to the tenant `fake`. */
  readonly multiTenant: boolean;
  /** @default plain text on both ports */
  readonly tls?: LokiTls | undefined;
  /** @default rules come by Loki's API, and nobody is told */
  readonly ruler?: Ruler | undefined;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/** DNS name under which every replica can be found, also before it is ready. */
export const lokiPeersHost = (name: string, namespace: string) =>
  `${name}-headless.${namespace}.svc`;

/**
 * The Loki replicas, each with a volume for its write-ahead log and one for its index.
 * @see https://grafana.com/docs/loki/latest/get-started/deployment-modes/
 */
export class Loki extends pulumi.ComponentResource {
  /** `http://host:port` of the replicas that are ready; `https:` with TLS. */
  readonly url: string;
  /** `host:port` of each replica. */
  readonly replicaHosts: readonly string[];

  constructor(name: string, args: LokiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:loki:Loki", name, {}, opts);
    const { namespace, settings, storage, ring } = args;
    const owner = { name, namespace };
    const child = { parent: this };
    const grpc = { name: "grpc", port: settings.grpcPort };
    const ports = [{ name: "http", port: settings.httpPort }, grpc];

    const account = serviceAccount(owner, child, storage.serviceAccountAnnotations);
    const config = filesConfigMap(owner, "config", { "loki.yaml": configFile(args) }, child);
    const overrides = overridesConfigMap(name, args, child);
    const rules = args.ruler?.rules && [rulesConfigMap(owner, args.ruler.rules, child)];
    const headless = headlessService(owner, [...ports, ...gossip(ring.gossipPort)], child);
    clusterService(owner, ports, child);
    if (isShared(ring)) {
      replicaServices(owner, { replicas: settings.replicas, ports: [grpc] }, child);
    }
    const { maxUnavailable } = settings;
    disruptionBudget(owner, { maxUnavailable, evictUnhealthy: "IfHealthyBudget" }, child);
    new StatefulSet(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: statefulSetSpec(name, args, config.configMapName),
      },
      {
        ...child,
        dependsOn: [
          account,
          config.object,
          overrides,
          ...(rules ?? []),
          headless,
          ...storage.dependencies,
          ...ring.dependencies,
        ],
        // Pods are replaced one after the other, each with up to five minutes to flush.
        customTimeouts: { create: "15m", update: "60m" },
      },
    );

    const scheme = args.tls === undefined ? "http" : "https";
    this.url = `${scheme}://${lokiHost(name, namespace)}:${settings.httpPort}`;
    this.replicaHosts = Array.from(
      { length: settings.replicas },
      (_, ordinal) => `${name}-${ordinal}.${lokiPeersHost(name, namespace)}:${settings.httpPort}`,
    );
    this.registerOutputs({ url: this.url });
  }
}

function configFile({ tls, ruler, ...args }: LokiArgs): string {
  const { namespace, settings, storage, ring, multiTenant } = args;
  const config = withRuler(lokiConfig({ namespace, settings, storage, ring, multiTenant }), ruler);
  return toYaml(tls === undefined ? config : withTls(config, tls.serverName));
}

/** A fixed name: Loki reads the file again when it changes, so the pods need not roll. */
function overridesConfigMap(
  name: string,
  { namespace, settings, tenants }: LokiArgs,
  opts: pulumi.CustomResourceOptions,
): ConfigMap {
  return new ConfigMap(
    `${name}-overrides`,
    {
      metadata: metadata(`${name}-overrides`, name, namespace),
      data: { "overrides.yaml": toYaml(lokiOverrides(tenants, settings)) },
    },
    opts,
  );
}

function statefulSetSpec(name: string, args: LokiArgs, configMapName: string) {
  const { settings, storage, ring, images } = args;
  const { wal, data } = settings;
  return {
    replicas: settings.replicas,
    serviceName: `${name}-headless`,
    // A replica is ready only while every other one is healthy: started in order, the second would
    // wait for the first and the first for the second.
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
    // A rollout gives the other replicas time to see a new one in the ring before it takes the next.
    minReadySeconds: settings.replicas > 1 ? 15 : 0,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    selector: { matchLabels: selectorLabels(name) },
    template: {
      metadata: podMetadata(name, args.podAnnotations),
      spec: lokiPod({
        name,
        image: image(images, "loki"),
        settings,
        storage,
        ring,
        configMapName,
        overridesName: `${name}-overrides`,
        ruledTenants: Object.keys(args.ruler?.rules ?? {}),
        tlsSecretName: args.tls?.secretName,
      }),
    },
    volumeClaimTemplates: [
      volumeClaim("data", name, data.size, data.storageClass),
      volumeClaim("wal", name, wal.size, wal.storageClass),
    ],
  };
}

const gossip = (port: number | undefined) =>
  port === undefined
    ? []
    : [
        { name: "gossip-tcp", port },
        { name: "gossip-udp", port, protocol: "UDP" as const },
      ];
