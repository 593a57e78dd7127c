import type * as k8s from "@pulumi/kubernetes";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import {
  containerResources,
  goMemoryLimit,
  metadata,
  podMetadata,
  restrictedContainer,
  restrictedPod,
  selectorLabels,
  volumeClaim,
  type PodAnnotations,
} from "../kubernetes";
import {
  clusterService,
  filesConfigMap,
  headlessService,
  serviceAccount,
  type ServicePort,
} from "../kubernetesObjects";
import type { ImageSettings, TracingSettings } from "../settings/schema";
import { toYaml } from "../yaml";
import { tempoConfig, tempoPaths, tempoPorts } from "./tempoConfig";
import { createTempoStorage, type TempoStorage } from "./tempoStorage";

export interface TempoArgs {
  readonly namespace: string;
  readonly settings: TracingSettings;
  readonly images: ImageSettings;
  /** Where a bucket belongs: one that is protected would keep the namespace alive. @default the rest's */
  readonly bucketOptions?: pulumi.ComponentResourceOptions;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/** The user that Tempo's image is made for. */
const tempoUser = 10_001;

const ports = [
  { name: "http", port: tempoPorts.http },
  { name: "otlp-grpc", port: tempoPorts.otlpGrpc },
  { name: "otlp-http", port: tempoPorts.otlpHttp },
] as const satisfies readonly ServicePort[];

/**
 * One Tempo process that takes traces by OTLP and keeps them in a bucket or, which is enough to follow
 * the links between logs and traces, on its volume. While it restarts nobody takes traces, and those
 * who send them keep them for a while and try again.
 * @see https://grafana.com/docs/tempo/v2.10.x/
 */
export class Tempo extends pulumi.ComponentResource {
  /** `http://host:port` of Tempo's API inside the cluster. */
  readonly url: string;
  /** `http://host:port` that applications send traces to by OTLP over gRPC. */
  readonly otlpUrl: string;
  readonly bucketNames: readonly string[];

  constructor(name: string, args: TempoArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:tracing:Tempo", name, {}, opts);
    const { namespace, settings, images } = args;
    const owner = { name, namespace };
    const child = { parent: this };

    const { retention } = settings;
    const storage = createTempoStorage(
      `${name}-storage`,
      { storage: settings.storage, namespace, serviceAccountName: name, retention },
      args.bucketOptions ?? child,
    );
    const { traceStore } = storage;
    const files = { "tempo.yaml": toYaml(tempoConfig({ retention, traceStore })) };
    const config = filesConfigMap(owner, "config", files, child);
    const account = serviceAccount(owner, child, storage.serviceAccountAnnotations);
    const headless = headlessService(owner, ports, child);
    clusterService(owner, ports, child);
    const spec = podSpec({
      name,
      settings,
      image: image(images, "tempo"),
      configMapName: config.configMapName,
      storage,
    });
    new StatefulSet(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: {
          // One: what is not in a block yet is on a volume that no other can read.
          replicas: 1,
          serviceName: `${name}-headless`,
          updateStrategy: { type: "RollingUpdate" },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          selector: { matchLabels: selectorLabels(name) },
          template: { metadata: podMetadata(name, args.podAnnotations), spec },
          volumeClaimTemplates: [
            volumeClaim("data", name, settings.volumeSize, settings.storageClass),
          ],
        },
      },
      { ...child, dependsOn: [headless, config.object, account, ...storage.dependencies] },
    );

    const host = `${name}.${namespace}.svc`;
    this.url = `http://${host}:${tempoPorts.http}`;
    this.otlpUrl = `http://${host}:${tempoPorts.otlpGrpc}`;
    this.bucketNames = storage.bucketNames;
    this.registerOutputs({ url: this.url, otlpUrl: this.otlpUrl });
  }
}

interface TempoPodArgs {
  readonly name: string;
  readonly settings: TracingSettings;
  readonly image: string;
  readonly configMapName: string;
  readonly storage: TempoStorage;
}

function podSpec(args: TempoPodArgs): k8s.types.input.core.v1.PodSpec {
  const { name, configMapName, storage } = args;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(tempoUser),
    // All it holds is on the volume within a second of the signal. After a query it was measured to
    // wait for its own queue without end, so a longer time would only be waited out.
    terminationGracePeriodSeconds: 30,
    containers: [container(args)],
    volumes: [
      { name: "config", configMap: { name: configMapName } },
      { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
      ...storage.volumes,
    ],
  };
}

function container(args: TempoPodArgs): k8s.types.input.core.v1.Container {
  const { settings, image: reference, storage } = args;
  return {
    name: "tempo",
    image: reference,
    args: [`-config.file=${tempoPaths.config}/tempo.yaml`],
    env: [goMemoryLimit(settings.resources), ...storage.env],
    ports: ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...probes,
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "data", mountPath: tempoPaths.data },
      { name: "config", mountPath: tempoPaths.config, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
      ...storage.volumeMounts,
    ],
  };
}

const ready = { httpGet: { path: "/ready", port: "http" } };

/** Ten minutes to start: what was not yet in a block is read back from the volume first. */
const probes = {
  startupProbe: { ...ready, periodSeconds: 2, failureThreshold: 300 },
  readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: { tcpSocket: { port: "http" }, periodSeconds: 15, failureThreshold: 6 },
} satisfies Partial<k8s.types.input.core.v1.Container>;
