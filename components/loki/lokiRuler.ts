import { createHash } from "node:crypto";
import type * as k8s from "@pulumi/kubernetes";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { RuleFile } from "../alerts/ruleFile";
import { metadata } from "../kubernetes";
import type { Owner } from "../kubernetesObjects";
import { toYaml } from "../yaml";
import type { LokiConfig } from "./lokiConfigTypes";

/** What Loki's ruler evaluates, and whom it tells. */
export interface Ruler {
  /** Rules by tenant. @default those that people put into the ruler's bucket through Loki's API */
  readonly rules?: Readonly<Record<string, RuleFile>> | undefined;
  /** @default nobody is told */
  readonly alertmanagerUrl?: string | undefined;
  /** Grafana's address, for the link that the ruler gives each alert. */
  readonly grafanaUrl: string;
  /** The data source that link asks, where there is one for every tenant. @default Grafana's first */
  readonly datasourceUid?: string | undefined;
}

/** Folder in Loki's container with a folder of each tenant's rules. */
export const lokiRulesPath = "/etc/loki/rules";

/** Name of the one file in it, which is the name of its rules in Loki's API. */
const file = "alerts.yaml";

/** Loki's configuration with the ruler's rules and receiver. @see https://grafana.com/docs/loki/latest/alert/ */
export function withRuler(config: LokiConfig, ruler: Ruler | undefined): LokiConfig {
  const { rules, alertmanagerUrl, grafanaUrl, datasourceUid } = ruler ?? {};
  return {
    ...config,
    ruler: {
      ...config.ruler,
      ...(alertmanagerUrl === undefined
        ? {}
        : {
            alertmanager_url: alertmanagerUrl,
            external_url: grafanaUrl,
            datasource_uid: datasourceUid,
          }),
    },
    ...(rules === undefined
      ? {}
      : { ruler_storage: { backend: "local", local: { directory: lokiRulesPath } } }),
  };
}

/**
 * The files of rules. A fixed name: Loki reads them again each minute, so a rule that changes does not
 * roll the pods. A tenant that comes or goes does: its folder is a mount of its own.
 */
export function rulesConfigMap(
  { name, namespace }: Owner,
  rules: NonNullable<Ruler["rules"]>,
  opts: pulumi.CustomResourceOptions,
): ConfigMap {
  const files = Object.entries(rules).map(([tenant, content]) => [keyOf(tenant), toYaml(content)]);
  return new ConfigMap(
    `${name}-rules`,
    {
      metadata: metadata(`${name}-rules`, name, namespace),
      data: Object.fromEntries(files) as Record<string, string>,
    },
    opts,
  );
}

/**
 * What the pod mounts. Each tenant's folder by itself: in one mount of all, Loki would take the folders
 * that Kubernetes keeps the files in for tenants.
 */
export function ruleMounts(
  name: string,
  tenants: readonly string[],
): {
  readonly volumes: k8s.types.input.core.v1.Volume[];
  readonly volumeMounts: k8s.types.input.core.v1.VolumeMount[];
} {
  const volumeOf = (tenant: string) => `rules-${hash(tenant)}`;
  return {
    volumes: tenants.map((tenant) => ({
      name: volumeOf(tenant),
      configMap: { name: `${name}-rules`, items: [{ key: keyOf(tenant), path: file }] },
    })),
    volumeMounts: tenants.map((tenant) => ({
      name: volumeOf(tenant),
      mountPath: `${lokiRulesPath}/${tenant}`,
      readOnly: true,
    })),
  };
}

/** A tenant's id may have characters that a key of a ConfigMap may not. */
const keyOf = (tenant: string) =>
  `rules-${/^[\w.-]{1,200}$/.test(tenant) ? tenant : hash(tenant)}.yaml`;

const hash = (tenant: string) => createHash("sha256").update(tenant).digest("hex").slice(0, 10);
