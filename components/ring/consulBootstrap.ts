import { Job } from "@pulumi/kubernetes/batch/v1";
import type { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  containerResources,
  hashedName,
  labels,
  metadata,
  restrictedContainer,
  restrictedPod,
} from "../kubernetes";
import { filesConfigMap, serviceAccount } from "../kubernetesObjects";
import { tokenKeeperScript } from "./consulTokenKeeper";
import { lokiPolicy, metricsPolicy } from "./consulConfig";
import type { ConsulSecrets } from "./consulSecrets";
import { consulUser, waitFor } from "./consulPods";

/**
 * Creates Loki's policy and token, and those of who reads metrics. What is there already is kept, so
 * it can run any number of times, also after one that was cut off half way.
 */
const script = (withMetrics: boolean) =>
  `
set -eu
${waitFor("consul operator raft list-peers")}
${make("loki", "Loki's ring")}
${withMetrics ? `${make("metrics", "Reads metrics")}\n` : ""}echo "Loki's policy and token are in place"
`.trimStart();

const make = (name: string, description: string) =>
  `
rules=@/bootstrap/${name}-policy.json
consul acl policy create -name ${name} -rules "$rules" >/dev/null 2>&1 ||
  consul acl policy update -name ${name} -rules "$rules" >/dev/null
accessor=$(cat /tokens/${name}/accessor)
consul acl token create -accessor "$accessor" -secret "$(cat /tokens/${name}/token)" \\
  -policy-name ${name} -description "${description}" >/dev/null 2>&1 ||
  consul acl token read -accessor-id "$accessor" >/dev/null
`.trim();

const resources = containerResources({
  cpuRequest: "50m",
  memoryRequest: "64Mi",
  memoryLimit: "128Mi",
});

/** The scripts that make Loki's policy and token, and what they write. */
export interface BootstrapFiles {
  readonly configMapName: string;
  readonly object: ConfigMap;
  readonly content: Readonly<Record<string, string>>;
}

export function bootstrapFiles(
  name: string,
  { namespace, withMetrics }: { readonly namespace: string; readonly withMetrics: boolean },
  opts: pulumi.CustomResourceOptions,
): BootstrapFiles {
  const content = {
    "bootstrap.sh": script(withMetrics),
    "keep-token.sh": tokenKeeperScript,
    "loki-policy.json": JSON.stringify(lokiPolicy),
    ...(withMetrics ? { "metrics-policy.json": JSON.stringify(metricsPolicy) } : {}),
  };
  const owner = { name: `${name}-bootstrap`, namespace };
  return { content, ...filesConfigMap(owner, "files", content, opts) };
}

/** The Job that gives Loki its token once the servers have a leader. */
export function consulBootstrap(
  name: string,
  args: {
    readonly namespace: string;
    readonly image: string;
    /** `http://host:port` of the servers. */
    readonly address: string;
    readonly secrets: ConsulSecrets;
    readonly files: BootstrapFiles;
  },
  opts: pulumi.CustomResourceOptions,
): Job {
  const { namespace, image, address, secrets, files } = args;
  const owner = { name: `${name}-bootstrap`, namespace };
  const account = serviceAccount(owner, opts);
  const pod = {
    serviceAccountName: owner.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: "OnFailure",
    securityContext: restrictedPod(consulUser),
    containers: [bootstrapContainer(image, address, secrets)],
  };
  const volumes = [
    { name: "files", configMap: { name: files.configMapName } },
    secretVolume("management", secrets.management),
    secretVolume("loki", secrets.loki),
    ...(secrets.metrics === undefined ? [] : [secretVolume("metrics", secrets.metrics)]),
  ];
  const jobName = pulumi
    .all([secrets.management, secrets.loki, secrets.metrics])
    .apply(([management, loki, metrics]) =>
      hashedName(owner.name, {
        ...files.content,
        ...{ pod: JSON.stringify(pod), management, loki },
        ...(metrics === undefined ? {} : { metrics }),
      }),
    );
  return new Job(
    owner.name,
    {
      // A Job cannot be changed: another script, pod or token is another Job.
      metadata: { ...metadata("", owner.name, namespace), name: jobName },
      spec: {
        // Ten minutes for the servers to start, images included.
        activeDeadlineSeconds: 600,
        backoffLimit: 20,
        template: { metadata: { labels: labels(owner.name) }, spec: { ...pod, volumes } },
      },
    },
    { ...opts, dependsOn: [files.object, account, ...secrets.objects] },
  );
}

function bootstrapContainer(
  image: string,
  address: string,
  { metrics }: Pick<ConsulSecrets, "metrics">,
): k8s.types.input.core.v1.Container {
  return {
    name: "bootstrap",
    image,
    command: ["/bin/sh", "/bootstrap/bootstrap.sh"],
    env: [
      { name: "CONSUL_HTTP_ADDR", value: address },
      { name: "CONSUL_HTTP_TOKEN_FILE", value: "/tokens/management/token" },
    ],
    resources,
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "files", mountPath: "/bootstrap", readOnly: true },
      { name: "management", mountPath: "/tokens/management", readOnly: true },
      { name: "loki", mountPath: "/tokens/loki", readOnly: true },
      ...(metrics === undefined
        ? []
        : [{ name: "metrics", mountPath: "/tokens/metrics", readOnly: true }]),
    ],
  };
}

const secretVolume = (name: string, secretName: pulumi.Input<string>) => ({
  name,
  secret: { secretName, defaultMode: 0o440 },
});
