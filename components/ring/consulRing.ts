import * as pulumi from "@pulumi/pulumi";
import { containerResources, restrictedContainer } from "../kubernetes";
import { clusterService } from "../kubernetesObjects";
import type { ConsulRingSettings } from "../settings/schema";
import { bootstrapFiles, consulBootstrap } from "./consulBootstrap";
import { keyPrefix, type ConsulTls } from "./consulConfig";
import { waitFor } from "./consulPods";
import { consulSecrets } from "./consulSecrets";
import { ports } from "./consulServerPod";
import { consulServers } from "./consulServers";
import type { KvStoreConfig, LokiRing } from "./ring";

export interface ConsulRingArgs {
  readonly namespace: string;
  readonly settings: ConsulRingSettings;
  readonly image: string;
  /** @default the servers' own connections in plain text, but for the gossip */
  readonly tls?: ConsulTls | undefined;
  /** Whether there is a token for who reads metrics. @default there is none */
  readonly withMetrics?: boolean;
}

/** Where Loki's containers find their token. */
const tokenMount = { name: "consul-token", mountPath: "/etc/loki/consul", readOnly: true };

/**
 * Consul servers that hold Loki's rings, closed to everyone but Loki's token.
 * @see https://developer.hashicorp.com/consul/docs
 */
export class ConsulRing extends pulumi.ComponentResource implements LokiRing {
  readonly kvstore: KvStoreConfig;
  readonly heartbeatPeriod: string;
  readonly heartbeatTimeout: string;
  readonly initContainers: LokiRing["initContainers"];
  readonly env: LokiRing["env"];
  readonly volumes: LokiRing["volumes"];
  readonly volumeMounts: LokiRing["volumeMounts"];
  readonly dependencies: readonly pulumi.Resource[];
  readonly metricsToken: LokiRing["metricsToken"];

  constructor(name: string, args: ConsulRingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:ring:ConsulRing", name, {}, opts);
    const { namespace, settings, image, withMetrics = false } = args;
    const host = `${name}.${namespace}.svc:${ports.http}`;
    const address = `http://${host}`;

    const child = { parent: this };
    const made = { namespace, withMetrics };
    const secrets = consulSecrets(name, made, child);
    const files = bootstrapFiles(name, made, child);
    const servers = consulServers(name, { ...args, secrets, files }, child);
    clusterService({ name, namespace }, [{ name: "http", port: ports.http }], child);
    // Not after the servers: the Job waits for them by itself, so the two start side by side.
    const bootstrap = consulBootstrap(name, { namespace, image, address, secrets, files }, child);

    this.kvstore = { store: "consul", prefix: keyPrefix, consul: { host } };
    this.heartbeatPeriod = settings.heartbeatPeriod;
    this.heartbeatTimeout = settings.heartbeatTimeout;
    // Loki's client reads the token from this file, so the token is in no configuration.
    this.env = [{ name: "CONSUL_HTTP_TOKEN_FILE", value: `${tokenMount.mountPath}/token` }];
    this.volumes = [
      { name: tokenMount.name, secret: { secretName: secrets.loki, defaultMode: 0o440 } },
    ];
    this.volumeMounts = [tokenMount];
    this.initContainers = [waitForRing(image, address, this.env)];
    this.dependencies = [servers, bootstrap];
    this.metricsToken = secrets.metrics;
    this.registerOutputs({});
  }
}

/**
 * Holds Loki back until its token is good and a leader answers. Without it Loki exits and is started
 * again with growing pauses, for minutes after Consul is back.
 */
function waitForRing(image: string, address: string, env: LokiRing["env"]) {
  return {
    name: "wait-for-ring",
    image,
    command: ["/bin/sh", "-c", waitFor(`consul kv get -keys ${keyPrefix}`)],
    env: [{ name: "CONSUL_HTTP_ADDR", value: address }, ...env],
    resources: containerResources({
      cpuRequest: "10m",
      memoryRequest: "64Mi",
      memoryLimit: "128Mi",
    }),
    securityContext: restrictedContainer,
    volumeMounts: [tokenMount],
  };
}
