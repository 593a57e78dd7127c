import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { metadata, partOf } from "../kubernetes";
import type { Settings } from "../settings/schema";
import { toYaml } from "../yaml";
import type { RuleFile } from "./ruleFile";

/** Name of the object, and of the file in it. */
export const metricRulesName = "loki-alerts";

/**
 * The alerts on metrics, for a Prometheus that is not the stack's: as the Prometheus Operator's own
 * kind, which the cluster must know, or as a file. It finds either by the labels of the settings.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function metricRules(
  { namespace, alerting }: Pick<Settings, "namespace" | "alerting">,
  rules: RuleFile | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  if (rules === undefined) {
    return;
  }
  const meta = metadata(metricRulesName, partOf, namespace);
  const labelled = { ...meta, labels: { ...meta.labels, ...alerting.labels } };
  if (alerting.metricRules === "prometheusRule") {
    new CustomResource(
      metricRulesName,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: labelled,
        spec: rules,
      },
      opts,
    );
  } else {
    const data = { [`${metricRulesName}.yaml`]: toYaml(rules) };
    new ConfigMap(metricRulesName, { metadata: labelled, data }, opts);
  }
}
