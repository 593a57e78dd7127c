import { createHash } from "node:crypto";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { passwordOf, type GatewayUser } from "../gateway/passwords";
import { image } from "../images";
import { metadata, podMetadata, selectorLabels, type PodAnnotations } from "../kubernetes";
import { filesConfigMap, serviceAccount, type Owner } from "../kubernetesObjects";
import { passwordFiles } from "../passwordFiles";
import type { ServerTls } from "../serverTls";
import type { CanarySettings, ImageSettings } from "../settings/schema";
import { canaryPod, tenantAnnotation, type CanaryGateway } from "./canaryPod";
import { canaryProxy, proxyFile } from "./canaryProxy";

/** Whose lines a canary writes and reads. */
export interface CanaryTenant {
  readonly id: string;
  /** Its two users at the gateway. @default nobody is asked for a password */
  readonly users?: { readonly write: GatewayUser; readonly read: GatewayUser } | undefined;
}

export interface CanaryArgs {
  /** Value of the label `app.kubernetes.io/name` that all canaries of a stack share. */
  readonly component: string;
  readonly namespace: string;
  readonly settings: CanarySettings;
  readonly images: ImageSettings;
  readonly tenant: CanaryTenant;
  /** `http(s)://host:port` of Loki, or of the gateway in front of it. */
  readonly url: string;
  /** How its certificate is verified. @default plain HTTP */
  readonly tls?: ServerTls | undefined;
  /** Annotations of its pod. @default none but the tenant */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/** Tells the canaries of a stack apart, in the selectors of their Deployments. */
const canaryLabel = "fraiseql.io/canary";

/** The name of a tenant's canary: a tenant may be called by what no object may. */
export function canaryObjectName(component: string, tenant: string): string {
  const readable = `${component}-${tenant}`;
  return /^[a-z0-9-]{1,52}[a-z0-9]$/.test(readable)
    ? readable
    : `${component}-${createHash("sha256").update(tenant).digest("hex").slice(0, 12)}`;
}

/**
 * A loki-canary that writes as one tenant, through the gateway where there is one, and counts what it
 * does not find again: by websocket within a minute, by a query within five.
 * @see https://grafana.com/docs/loki/latest/operations/loki-canary/
 */
export class Canary extends pulumi.ComponentResource {
  constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:canary:Canary", name, {}, opts);
    const { component, namespace, settings, images, tenant } = args;
    const owner = { name, namespace };
    const child = { parent: this };
    const account = serviceAccount(owner, child);
    const way = tenant.users && gatewayWay(owner, { ...args, users: tenant.users }, child);
    const labelled = { [canaryLabel]: name };
    const template = podMetadata(component, {
      ...args.podAnnotations,
      [tenantAnnotation]: tenant.id,
    });
    new Deployment(
      name,
      {
        metadata: metadata(name, component, namespace),
        spec: {
          replicas: 1,
          selector: { matchLabels: { ...selectorLabels(component), ...labelled } },
          template: {
            metadata: { ...template, labels: { ...template.labels, ...labelled } },
            spec: canaryPod({
              ...{ serviceAccountName: name, settings },
              image: image(images, "lokiCanary"),
              loki: way?.gateway ?? new URL(args.url).host,
            }),
          },
        },
      },
      { ...child, dependsOn: [account, ...(way?.objects ?? [])] },
    );
    this.registerOutputs({});
  }
}

interface GatewayWayArgs extends Pick<CanaryArgs, "url" | "tls" | "images"> {
  readonly users: NonNullable<CanaryTenant["users"]>;
}

/** The proxy's configuration and passwords. */
function gatewayWay(
  owner: Owner,
  { url, tls, images, users }: GatewayWayArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly gateway: CanaryGateway; readonly objects: readonly pulumi.Resource[] } {
  const files = {
    [proxyFile]: JSON.stringify(canaryProxy({ url, serverName: tls?.serverName }), null, 2),
    ...(tls === undefined ? {} : { "ca.crt": tls.caCertificate }),
  };
  const config = filesConfigMap(owner, "config", files, opts);
  const passwords = Object.entries(users).map(([path, user]) => [path, passwordOf(user)] as const);
  const secret = passwordFiles(
    owner,
    { volume: "passwords", suffix: "passwords", files: passwords },
    opts,
  );
  return {
    gateway: {
      configMapName: config.configMapName,
      writeUser: users.write.name,
      readUser: users.read.name,
      passwords: secret.volume,
      caddyImage: image(images, "caddy"),
    },
    objects: [config.object, ...secret.objects],
  };
}
