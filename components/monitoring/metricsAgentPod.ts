import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  containerResources,
  goMemoryLimit,
  restrictedContainer,
  restrictedPod,
} from "../kubernetes";
import type { RemoteWriteSettings } from "../settings/schema";
import { agentPaths } from "./metricsAgentConfig";
import { metricsAgentPort } from "./metricsAgentNames";

/** Above 10000, so it is nobody on the node. */
const agentUser = 10_006;

const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface MetricsAgentPodArgs {
  readonly serviceAccountName: string;
  readonly image: string;
  readonly settings: Pick<RemoteWriteSettings, "resources">;
  readonly configMapName: string;
  /** Volume named `password` with the file of that name. @default no authentication */
  readonly password?: k8s.types.input.core.v1.Volume | undefined;
  /** Secret with Consul's token for metrics. @default Consul is not scraped */
  readonly tokenSecret?: pulumi.Input<string> | undefined;
  /** Secret with the CA of Loki's certificate. @default plain HTTP */
  readonly lokiTlsSecret?: string | undefined;
}

/** Each optional volume with where it is mounted. */
function optional(args: MetricsAgentPodArgs) {
  const { password, tokenSecret, lokiTlsSecret } = args;
  const items = (key: string) => [{ key, path: key }];
  const volumes: readonly (readonly [k8s.types.input.core.v1.Volume | undefined, string])[] = [
    [password, agentPaths.password],
    [
      tokenSecret === undefined
        ? undefined
        : {
            name: "token",
            secret: { secretName: tokenSecret, items: items("token"), defaultMode: 0o440 },
          },
      agentPaths.token,
    ],
    [
      lokiTlsSecret === undefined
        ? undefined
        : {
            name: "loki-ca",
            secret: { secretName: lokiTlsSecret, items: items("ca.crt"), defaultMode: 0o440 },
          },
      agentPaths.lokiCa,
    ],
  ];
  return volumes.flatMap(([volume, mountPath]) =>
    volume === undefined ? [] : [{ volume, mountPath }],
  );
}

/** The pod of Prometheus as an agent: it scrapes and sends, and answers no query. */
export function metricsAgentPod(args: MetricsAgentPodArgs): k8s.types.input.core.v1.PodSpec {
  const more = optional(args);
  return {
    serviceAccountName: args.serviceAccountName,
    // Mounted below instead, where its life is an hour.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(agentUser),
    containers: [
      {
        ...container(args),
        volumeMounts: [
          { name: "config", mountPath: agentPaths.config, readOnly: true },
          { name: "data", mountPath: agentPaths.data },
          { name: "api-token", mountPath: tokenPath, readOnly: true },
          ...more.map(({ volume, mountPath }) => ({
            name: volume.name,
            mountPath,
            readOnly: true,
          })),
        ],
      },
    ],
    volumes: [
      { name: "config", configMap: { name: args.configMapName } },
      // What is not sent yet: two hours of a store that is away, and no volume to lose.
      { name: "data", emptyDir: { sizeLimit: "1Gi" } },
      { name: "api-token", projected: { defaultMode: 0o440, sources: tokenSources } },
      ...more.map(({ volume }) => volume),
    ],
  };
}

function container({ image, settings }: MetricsAgentPodArgs): k8s.types.input.core.v1.Container {
  return {
    name: "prometheus",
    image,
    args: [
      "--agent",
      `--config.file=${agentPaths.config}/prometheus.yaml`,
      `--storage.agent.path=${agentPaths.data}`,
      `--web.listen-address=:${metricsAgentPort}`,
    ],
    env: [goMemoryLimit(settings.resources)],
    ports: [{ name: "http", containerPort: metricsAgentPort }],
    readinessProbe: { httpGet: { path: "/-/ready", port: "http" }, periodSeconds: 5 },
    livenessProbe: {
      httpGet: { path: "/-/healthy", port: "http" },
      initialDelaySeconds: 30,
      periodSeconds: 20,
      failureThreshold: 6,
    },
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
  };
}

/** What the kubelet would mount by itself, with a token that lives for an hour. */
const tokenSources: k8s.types.input.core.v1.VolumeProjection[] = [
  { serviceAccountToken: { path: "token", expirationSeconds: 3_600 } },
  { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
];
