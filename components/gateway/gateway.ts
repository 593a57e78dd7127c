import type * as k8s from "@pulumi/kubernetes";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import {
  containerResources,
  hashedSecretName,
  labels,
  metadata,
  restrictedContainer,
  restrictedPod,
  selectorLabels,
} from "../kubernetes";
import {
  clusterService,
  disruptionBudget,
  filesConfigMap,
  serviceAccount,
} from "../kubernetesObjects";
import { onDifferentNodes, overZones } from "../placement";
import type { GatewaySettings, ImageSettings, TenantSettings } from "../settings/schema";
import { caddyConfig, operationsPort, userFile, usersPath } from "./caddyConfig";
import { collectorUser, tenantUsers, type GatewayUser, type TenantUsers } from "./passwords";

export interface GatewayArgs {
  readonly namespace: string;
  readonly settings: GatewaySettings;
  readonly images: ImageSettings;
  readonly tenants: readonly TenantSettings[];
  /** `host:port` of each Loki replica. */
  readonly upstreams: readonly string[];
  /** The longest a query may take, as a Go duration. */
  readonly queryTimeout: string;
}

/** Above 10000, so it is nobody on the node. */
const caddyUser = 10_004;

/**
 * The only way to Loki from outside its namespace's workloads: a password for each tenant and
 * direction, the tenant's header set by the gateway, nothing but pushes and queries let through.
 * @see https://caddyserver.com/docs/
 */
export class Gateway extends pulumi.ComponentResource {
  /** `http://host:port` inside the cluster. */
  readonly url: string;
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
    this.collector = collectorUser(child);
    const users = [
      ...this.tenants.flatMap(({ write, read }) => (write === undefined ? [read] : [write, read])),
      this.collector,
    ];
    const secret = usersSecret(name, namespace, users, child);
    const config = filesConfigMap(
      owner,
      "config",
      { "caddy.json": configFile(args, this.collector.name) },
      child,
    );
    const account = serviceAccount(owner, child);
    clusterService(owner, [{ name: "http", port: settings.port }], child);
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
            metadata: { labels: labels(name) },
            spec: podSpec(name, args, configMapName, secret.secretName),
          },
        },
      },
      { ...child, dependsOn: [account, config.object, secret.object] },
    );

    this.dependencies = [deployment];
    this.url = `http://${name}.${namespace}.svc:${settings.port}`;
    this.registerOutputs({ url: this.url });
  }
}

function configFile(
  { settings, tenants, upstreams, queryTimeout }: GatewayArgs,
  collector: string,
): string {
  const users = tenants.map(({ id, retiredOn }) => ({
    id,
    writeUser: retiredOn === undefined ? `${id}-write` : undefined,
    readUser: `${id}-read`,
  }));
  const { port } = settings;
  const config = { port, tenants: users, collectorUser: collector, upstreams, queryTimeout };
  return JSON.stringify(caddyConfig(config), null, 2);
}

/** One file per user with the hash of the password. */
function usersSecret(
  name: string,
  namespace: string,
  users: readonly GatewayUser[],
  opts: pulumi.CustomResourceOptions,
): { readonly object: Secret; readonly secretName: pulumi.Output<string> } {
  const stringData = Object.fromEntries(users.map((user) => [userFile(user.name), user.hash]));
  const secretName = hashedSecretName(`${name}-users`, stringData);
  const object = new Secret(
    `${name}-users`,
    { metadata: { ...metadata("", name, namespace), name: secretName }, stringData },
    opts,
  );
  return { object, secretName };
}

function podSpec(
  name: string,
  args: GatewayArgs,
  configMapName: string,
  secretName: pulumi.Output<string>,
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
      { name: "users", secret: { secretName, defaultMode: 0o440 } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
  };
}

function container({ settings, images }: GatewayArgs): k8s.types.input.core.v1.Container {
  const health = { httpGet: { path: "/health", port: "operations" } };
  return {
    name: "caddy",
    image: image(images, "caddy"),
    command: ["caddy", "run", "--config", "/etc/caddy/config/caddy.json"],
    env: [
      { name: "XDG_CONFIG_HOME", value: "/tmp/config" },
      { name: "XDG_DATA_HOME", value: "/tmp/data" },
    ],
    ports: [
      { name: "http", containerPort: settings.port },
      { name: "operations", containerPort: operationsPort },
    ],
    readinessProbe: { ...health, periodSeconds: 2 },
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
    ],
  };
}
