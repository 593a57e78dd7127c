import { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import type * as pulumi from "@pulumi/pulumi";
import { labels, metadata, selectorLabels, volumeClaim } from "../kubernetes";
import {
  disruptionBudget,
  filesConfigMap,
  headlessService,
  serviceAccount,
} from "../kubernetesObjects";
import type { ConsulRingSettings } from "../settings/schema";
import type { BootstrapFiles } from "./consulBootstrap";
import { consulConfig, consulJoins, joinFile, type ConsulTls } from "./consulConfig";
import type { ConsulSecrets } from "./consulSecrets";
import { consulServerPod, ports } from "./consulServerPod";

/** The StatefulSet of the Consul servers and what it needs. */
export function consulServers(
  name: string,
  args: {
    readonly namespace: string;
    readonly settings: ConsulRingSettings;
    readonly image: string;
    readonly secrets: ConsulSecrets;
    readonly files: BootstrapFiles;
    readonly tls?: ConsulTls | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): StatefulSet {
  const { namespace, settings, image, secrets, files: bootstrap, tls } = args;
  const owner = { name, namespace };
  const { servers, volumeSize, storageClass } = settings;
  const headless = headlessService(
    owner,
    [
      { name: "http", port: ports.http },
      { name: "rpc", port: ports.rpc },
      { name: "serf-tcp", port: ports.serf },
      { name: "serf-udp", port: ports.serf, protocol: "UDP" },
    ],
    opts,
  );
  const headlessHost = `${name}-headless.${namespace}.svc`;
  const files = configFiles({ servers, statefulSet: name, headlessHost }, tls);
  const config = filesConfigMap(owner, "config", files, opts);
  const account = serviceAccount(owner, opts);
  disruptionBudget(owner, { maxUnavailable: 1, evictUnhealthy: "IfHealthyBudget" }, opts);
  const { configMapName } = config;
  return new StatefulSet(
    name,
    {
      metadata: metadata(name, name, namespace),
      spec: {
        replicas: servers,
        serviceName: `${name}-headless`,
        // All at once: `consulJoins` sees to it that they find each other.
        podManagementPolicy: "Parallel",
        updateStrategy: { type: "RollingUpdate" },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        selector: { matchLabels: selectorLabels(name) },
        template: {
          metadata: { labels: labels(name) },
          spec: consulServerPod({
            ...{ name, image, settings, configMapName, secrets, bootstrap },
            tlsSecretName: tls?.secretName,
          }),
        },
        // Raft's log and Consul's own state.
        volumeClaimTemplates: [volumeClaim("data", name, volumeSize, storageClass)],
      },
    },
    {
      ...opts,
      dependsOn: [headless, config.object, bootstrap.object, account, ...secrets.objects],
    },
  );
}

/** What all servers read, and for each whom it asks to take it in. */
function configFiles(
  args: Parameters<typeof consulJoins>[0],
  tls: ConsulTls | undefined,
): Record<string, string> {
  const joins = consulJoins(args).map(
    (join, ordinal) =>
      [joinFile(`${args.statefulSet}-${ordinal}`), JSON.stringify(join, null, 2)] as const,
  );
  return {
    "consul.json": JSON.stringify(consulConfig(args.servers, tls), null, 2),
    ...Object.fromEntries(joins),
  };
}
