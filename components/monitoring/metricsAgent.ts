import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Role, RoleBinding } from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import { metadata, podMetadata, selectorLabels } from "../kubernetes";
import { filesConfigMap, serviceAccount, type Owner } from "../kubernetesObjects";
import { passwordFiles, type PasswordFile } from "../passwordFiles";
import type { ImageSettings, RemoteWriteSettings } from "../settings/schema";
import { toYaml } from "../yaml";
import { metricsAgentConfig } from "./metricsAgentConfig";
import { metricsAgentPod } from "./metricsAgentPod";
import type { ScrapeTarget } from "./scrapeTargets";

export interface MetricsAgentArgs {
  readonly namespace: string;
  readonly settings: RemoteWriteSettings;
  readonly images: ImageSettings;
  readonly targets: readonly ScrapeTarget[];
  /** Secret with the token of what asks for one. */
  readonly tokenSecret: pulumi.Output<string> | undefined;
  /** Where the objects of each namespace belong. */
  readonly optionsOf: (namespace: string) => pulumi.CustomResourceOptions;
}

/**
 * Prometheus as an agent: it finds the stack's pods, scrapes them and sends what it reads.
 * @see https://prometheus.io/docs/prometheus/latest/prometheus_agent/
 */
export class MetricsAgent extends pulumi.ComponentResource {
  constructor(name: string, args: MetricsAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:monitoring:MetricsAgent", name, {}, opts);
    const { namespace, settings, images, targets, tokenSecret } = args;
    const owner = { name, namespace };
    const child = { parent: this };
    const prometheus = { "prometheus.yaml": toYaml(metricsAgentConfig(settings, targets)) };
    const config = filesConfigMap(owner, "config", prometheus, child);
    const account = serviceAccount(owner, child);
    const rights = [...new Set(targets.map((target) => target.namespace))].flatMap((place) =>
      podReader(owner, place, args.optionsOf(place)),
    );
    const files = passwordFile(settings);
    const password =
      files.length === 0
        ? undefined
        : passwordFiles(owner, { volume: "password", suffix: "password", files }, child);
    const lokiTls = targets.find(({ tls }) => tls !== undefined)?.tls;
    new Deployment(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: {
          // One: two would send every series twice.
          replicas: 1,
          strategy: { type: "Recreate" },
          selector: { matchLabels: selectorLabels(name) },
          template: {
            metadata: podMetadata(name),
            spec: metricsAgentPod({
              ...{ serviceAccountName: name, settings, tokenSecret },
              image: image(images, "prometheus"),
              configMapName: config.configMapName,
              password: password?.volume,
              lokiTlsSecret: lokiTls?.secretName,
            }),
          },
        },
      },
      { ...child, dependsOn: [account, config.object, ...rights, ...(password?.objects ?? [])] },
    );
    this.registerOutputs({});
  }
}

/** The right to see the pods of one namespace, and nothing else. */
function podReader(
  { name, namespace }: Owner,
  place: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const role = new Role(
    `${name}-${place}`,
    {
      metadata: metadata(name, name, place),
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
    },
    opts,
  );
  const binding = new RoleBinding(
    `${name}-${place}`,
    {
      metadata: metadata(name, name, place),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    { ...opts, dependsOn: [role, ...dependenciesOf(opts)] },
  );
  return [role, binding];
}

function dependenciesOf({ dependsOn }: pulumi.CustomResourceOptions): pulumi.Resource[] {
  return Array.isArray(dependsOn) ? (dependsOn as pulumi.Resource[]) : [];
}

/** The file of the password, where the store asks for one. */
function passwordFile({ password, passwordSecret }: RemoteWriteSettings): readonly PasswordFile[] {
  const path = "password";
  if (passwordSecret !== undefined) {
    const { name, key } = passwordSecret;
    return [[path, { passwordFrom: { secretName: name, key } }]];
  }
  return password === undefined ? [] : [[path, { password }]];
}
