import { basename } from "node:path";
import { DaemonSet } from "@pulumi/kubernetes/apps/v1";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { ClusterRole, ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import {
  metadata,
  podMetadata,
  podSecurityLabels,
  selectorLabels,
  type PodAnnotations,
} from "../kubernetes";
import { filesConfigMap, serviceAccount, type Owner } from "../kubernetesObjects";
import { passwordFiles } from "../passwordFiles";
import type { CollectorSettings } from "../settings/schema";
import { toYaml } from "../yaml";
import type { LokiCollector, PushTarget } from "./collector";
import { promtailConfig, promtailPaths, promtailPort } from "./promtailConfig";
import { promtailPod, pushVolumeName } from "./promtailPod";

export interface PromtailArgs {
  readonly settings: CollectorSettings;
  readonly image: string;
  readonly push: PushTarget;
  /** Kilobytes of one line that Loki keeps: longer lines are cut there. */
  readonly maxLineKb: number;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/**
 * Promtail on every node: reads the files of all containers there and pushes their lines to Loki.
 * A pod's annotation `fraiseql.io/job` names its job; without it the job is the pod's app.
 * @see https://grafana.com/docs/loki/latest/send-data/promtail/
 */
export class Promtail extends pulumi.ComponentResource implements LokiCollector {
  readonly namespace: string;
  readonly metricsPort = promtailPort;
  readonly dependencies: readonly pulumi.Resource[];

  constructor(name: string, args: PromtailArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:collector:Promtail", name, {}, opts);
    const { settings, image, push, maxLineKb } = args;
    const owner = { name, namespace: settings.namespace };

    const namespace = agentNamespace(owner, { parent: this });
    const child = { parent: this, dependsOn: [namespace] };
    const { url, tenants, basicAuth, tls } = push;
    const file = promtailConfig({
      settings,
      maxLineKb,
      url,
      tenants,
      user: basicAuth?.user,
      serverName: tls?.serverName,
    });
    const files = {
      "promtail.yaml": toYaml(file),
      ...(tls === undefined ? {} : { [basename(promtailPaths.ca)]: tls.caCertificate }),
    };
    const config = filesConfigMap(owner, "config", files, child);
    const secret =
      basicAuth &&
      passwordFiles(
        owner,
        { volume: pushVolumeName, suffix: "push", files: [["password", basicAuth]] },
        child,
      );
    const account = serviceAccount(owner, child);
    const seen = tenants === undefined ? ["pods"] : ["pods", "namespaces"];
    const rights = reader(owner, seen, { parent: this });
    daemonSet(
      owner,
      promtailPod({
        serviceAccountName: name,
        image,
        resources: settings.resources,
        configMapName: config.configMapName,
        push: secret?.volume,
        positionsFolder: `/var/lib/${owner.namespace}-${name}`,
      }),
      args.podAnnotations,
      { parent: this, dependsOn: [config.object, account, ...rights, ...(secret?.objects ?? [])] },
    );

    this.namespace = owner.namespace;
    this.dependencies = [namespace];
    this.registerOutputs({});
  }
}

/** A namespace of its own, as folders of the node are refused to pods in any stricter one. */
function agentNamespace({ name, namespace }: Owner, opts: pulumi.CustomResourceOptions) {
  const { labels: common } = metadata(namespace, name);
  return new Namespace(
    `${name}-namespace`,
    { metadata: { name: namespace, labels: { ...common, ...podSecurityLabels("privileged") } } },
    opts,
  );
}

/** The right to see these, and nothing else. Roles of the cluster carry the namespace's name. */
function reader(
  { name, namespace }: Owner,
  resources: readonly string[],
  opts: pulumi.CustomResourceOptions,
) {
  const roleName = `${namespace}-${name}`;
  const role = new ClusterRole(
    name,
    {
      metadata: metadata(roleName, name),
      rules: [{ apiGroups: [""], resources: [...resources], verbs: ["get", "list", "watch"] }],
    },
    opts,
  );
  const binding = new ClusterRoleBinding(
    name,
    {
      metadata: metadata(roleName, name),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    { ...opts, dependsOn: [role] },
  );
  return [role, binding];
}

function daemonSet(
  { name, namespace }: Owner,
  spec: ReturnType<typeof promtailPod>,
  podAnnotations: PodAnnotations | undefined,
  opts: pulumi.CustomResourceOptions,
) {
  return new DaemonSet(
    name,
    {
      metadata: metadata(name, name, namespace),
      spec: {
        selector: { matchLabels: selectorLabels(name) },
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
        template: { metadata: podMetadata(name, podAnnotations), spec },
      },
    },
    opts,
  );
}
