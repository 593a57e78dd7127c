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

export interface TempoArgs {
  readonly namespace: string;
  readonly settings: TracingSettings;
  readonly images: ImageSettings;
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
 * One Tempo process that takes traces by OTLP and keeps them on its volume: enough to follow the
 * links between logs and traces, not a store for production.
 * @see https://grafana.com/docs/tempo/v2.10.x/
 */
export class Tempo extends pulumi.ComponentResource {
  /** `http://host:port` of Tempo's API inside the cluster. */
  readonly url: string;
  /** `http://host:port` that applications send traces to by OTLP over gRPC. */
  readonly otlpUrl: string;

  constructor(name: string, args: TempoArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:tracing:Tempo", name, {}, opts);
    const { namespace, settings, images } = args;
    const owner = { name, namespace };
    const child = { parent: this };

    const files = { "tempo.yaml": toYaml(tempoConfig({ retention: settings.retention })) };
    const config = filesConfigMap(owner, "config", files, child);
    const account = serviceAccount(owner, child);
    const headless = headlessService(owner, ports, child);
    clusterService(owner, ports, child);
    const spec = podSpec(name, settings, image(images, "tempo"), config.configMapName);
    new StatefulSet(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: {
          // One: its blocks are on a volume that no other can read.
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
      { ...child, dependsOn: [headless, config.object, account] },
    );

    const host = `${name}.${namespace}.svc`;
    this.url = `http://${host}:${tempoPorts.http}`;
    this.otlpUrl = `http://${host}:${tempoPorts.otlpGrpc}`;
    this.registerOutputs({ url: this.url, otlpUrl: this.otlpUrl });
  }
}

function podSpec(
  name: string,
  settings: TracingSettings,
  reference: string,
  configMapName: string,
): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(tempoUser),
    // All it holds is on the volume within a second of the signal. After a query it was measured to
    // wait for its own queue without end, so a longer time would only be waited out.
    terminationGracePeriodSeconds: 30,
    containers: [container(settings, reference)],
    volumes: [
      { name: "config", configMap: { name: configMapName } },
      { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
    ],
  };
}

function container(
  settings: TracingSettings,
  reference: string,
): k8s.types.input.core.v1.Container {
  return {
    name: "tempo",
    image: reference,
    args: [`-config.file=${tempoPaths.config}/tempo.yaml`],
    env: [goMemoryLimit(settings.resources)],
    ports: ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...probes,
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "data", mountPath: tempoPaths.data },
      { name: "config", mountPath: tempoPaths.config, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
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
