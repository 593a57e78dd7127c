import { basename } from "node:path";
import type * as k8s from "@pulumi/kubernetes";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import {
  containerResources,
  metadata,
  podMetadata,
  restrictedContainer,
  restrictedPod,
  selectorLabels,
  type PodAnnotations,
} from "../kubernetes";
import {
  clusterService,
  disruptionBudget,
  filesConfigMap,
  serviceAccount,
} from "../kubernetesObjects";
import type { LokiTls } from "../loki/lokiTls";
import { onDifferentNodes, overZones } from "../placement";
import type { ServerTls } from "../serverTls";
import type {
  CollectorSettings,
  GatewaySettings,
  ImageSettings,
  TenantSettings,
} from "../settings/schema";
import { caddyConfig, operationsPort, usersPath } from "./caddyConfig";
import { clientCaPath, tlsPath } from "./caddyTls";
import { lokiCaPath } from "./caddyUpstreams";
import {
  collectorClient,
  tenantUsers,
  type Client,
  type GatewayUser,
  type TenantUsers,
} from "./passwords";
import { usersOf, usersSecret, usersVolume } from "./userFiles";

export interface GatewayArgs {
  readonly namespace: string;
  readonly settings: GatewaySettings;
  readonly images: ImageSettings;
  readonly tenants: readonly TenantSettings[];
  readonly collector: Pick<
    CollectorSettings,
    "existingSecret" | "passwordGeneration" | "oldestPasswordGeneration"
  >;
  /** `host:port` of each Loki replica. */
  readonly upstreams: readonly string[];
  /** The longest a query may take, as a Go duration. */
  readonly queryTimeout: string;
  /** The replicas' certificate, of whose Secret the gateway gets the CA's alone. @default plain text */
  readonly lokiTls?: LokiTls | undefined;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/** Above 10000, so it is nobody on the node. */
const caddyUser = 10_004;

/**
 * The only way to Loki from outside its namespace's workloads: a password for each tenant and
 * direction, the tenant's header set by the gateway, nothing but pushes and queries let through.
 * @see https://caddyserver.com/docs/
 */
export class Gateway extends pulumi.ComponentResource {
  /** `http(s)://host:port` inside the cluster. */
  readonly url: string;
  /** How its certificate is verified. Absent where it speaks plain HTTP. */
  readonly tls: ServerTls | undefined;
  readonly tenants: readonly TenantUsers[];
  /**
   * Who may push for every tenant. Its requests name the tenant. It is there before an agent needs it
   * and after: an agent throws away what is answered with 401.
   */
  readonly collector: GatewayUser;
  /** What is rolled out once every user is known to every pod. */
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:gateway:Gateway", name, {}, opts);
    const { namespace, settings } = args;
    const owner = { name, namespace };
    const child = { parent: this };

    this.tenants = args.tenants.map((tenant) => tenantUsers(tenant, child));
    const collector = collectorClient(args.collector, child);
    this.collector = collector.user;
    const users = usersOf(this.tenants, collector);
    const secret = usersSecret(name, namespace, users, child);
    const caddyFiles = files(args, this.tenants, collector);
    const config = filesConfigMap(owner, "config", caddyFiles, child);
    const account = serviceAccount(owner, child);
    clusterService(owner, clientPorts(settings), child);
    // One that is not ready answers nobody: a drain need not wait for it.
    disruptionBudget(owner, { maxUnavailable: 1, evictUnhealthy: "AlwaysAllow" }, child);
    const { configMapName } = config;
    const deployment = new Deployment(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: {
          replicas: settings.replicas,
          // A new one is there before an old one goes.
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          selector: { matchLabels: selectorLabels(name) },
          template: {
            metadata: podMetadata(name, args.podAnnotations),
            spec: podSpec(name, args, configMapName, usersVolume(secret.secretName, users)),
          },
        },
      },
      { ...child, dependsOn: [account, config.object, secret.object] },
    );

    this.dependencies = [deployment];
    const host = `${name}.${namespace}.svc`;
    const { tls } = settings;
    this.tls = tls && { caCertificate: tls.caCertificate, serverName: tls.serverName ?? host };
    this.url =
      tls === undefined ? `http://${host}:${settings.port}` : `https://${host}:${tls.port}`;
    this.registerOutputs({ url: this.url });
  }
}

/** The ports that clients are told of. */
const clientPorts = ({ port, tls }: GatewaySettings) => [
  { name: "http", port },
  ...(tls === undefined ? [] : [{ name: "https", port: tls.port }]),
];

/** What Caddy mounts: its configuration, and the CA that it verifies clients' certificates with. */
function files(
  args: GatewayArgs,
  tenants: readonly TenantUsers[],
  collector: Client,
): Record<string, string> {
  const clientCa = args.settings.tls?.clientCaCertificate;
  return {
    "caddy.json": configFile(args, tenants, collector),
    ...(clientCa === undefined ? {} : { [basename(clientCaPath)]: clientCa }),
  };
}

function configFile(
  { settings, tenants: named, upstreams, queryTimeout, lokiTls }: GatewayArgs,
  tenants: readonly TenantUsers[],
  collector: Client,
): string {
  const { port, tls, forwardAuth } = settings;
  const config = caddyConfig({
    port,
    tenants: tenants.map(({ id, write, read, previousWrite, previousRead }, index) => ({
      id,
      writeUser: write?.name,
      readUser: read.name,
      readGroup: named[index]?.readGroup,
      previousWriteUser: previousWrite?.name,
      previousReadUser: previousRead?.name,
    })),
    collectorUser: collector.user.name,
    previousCollectorUser: collector.previous?.name,
    upstreams,
    upstreamName: lokiTls?.serverName,
    queryTimeout,
    tls: tls && {
      port: tls.port,
      clientCertificates: tls.clientCaCertificate !== undefined,
    },
    forwardAuth,
  });
  return JSON.stringify(config, null, 2);
}

function podSpec(
  name: string,
  args: GatewayArgs,
  configMapName: string,
  users: k8s.types.input.core.v1.Volume,
): k8s.types.input.core.v1.PodSpec {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(caddyUser),
    // The delay and the grace period of the configuration, and some room.
    terminationGracePeriodSeconds: 45,
    affinity: onDifferentNodes(name, "preferred"),
    topologySpreadConstraints: overZones(name),
    containers: [container(args)],
    volumes: [
      { name: "config", configMap: { name: configMapName } },
      users,
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      ...lokiCaVolume(args.lokiTls),
      ...certificateVolume(args.settings),
    ],
  };
}

/** The two files alone, and the folder itself: a file that is mounted by its path is never renewed. */
function certificateVolume({ tls }: GatewaySettings): k8s.types.input.core.v1.Volume[] {
  const items = ["tls.crt", "tls.key"].map((key) => ({ key, path: key }));
  return tls === undefined
    ? []
    : [{ name: "tls", secret: { secretName: tls.secretName, items, defaultMode: 0o440 } }];
}

function lokiCaVolume(tls: LokiTls | undefined): k8s.types.input.core.v1.Volume[] {
  const items = [{ key: "ca.crt", path: "ca.crt" }];
  const secret = tls && { secretName: tls.secretName, items, defaultMode: 0o440 };
  return secret === undefined ? [] : [{ name: "loki-ca", secret }];
}

function container({ settings, images, lokiTls }: GatewayArgs): k8s.types.input.core.v1.Container {
  const health = { httpGet: { path: "/health", port: "operations" } };
  const withTls = settings.tls !== undefined;
  const ready = withTls ? { httpGet: { path: "/health", port: "https", scheme: "HTTPS" } } : health;
  return {
    name: "caddy",
    image: image(images, "caddy"),
    command: ["caddy", "run", "--config", "/etc/caddy/config/caddy.json"],
    env: [
      { name: "XDG_CONFIG_HOME", value: "/tmp/config" },
      { name: "XDG_DATA_HOME", value: "/tmp/data" },
    ],
    ports: [
      ...clientPorts(settings).map(({ name, port }) => ({ name, containerPort: port })),
      { name: "operations", containerPort: operationsPort },
    ],
    readinessProbe: { ...ready, periodSeconds: 2 },
    livenessProbe: { ...health, periodSeconds: 15, failureThreshold: 4 },
    resources: containerResources(settings.resources),
    securityContext: {
      ...restrictedContainer,
      // The image's program carries this capability; without it the kernel refuses to start it.
      capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
    },
    volumeMounts: [
      { name: "config", mountPath: "/etc/caddy/config", readOnly: true },
      { name: "users", mountPath: usersPath, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
      ...(lokiTls ? [{ name: "loki-ca", mountPath: lokiCaPath, readOnly: true }] : []),
      ...(withTls ? [{ name: "tls", mountPath: tlsPath, readOnly: true }] : []),
    ],
  };
}
