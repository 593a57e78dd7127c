import { load } from "js-yaml";
import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import type { KubernetesObject } from "../cluster/kubectl";
import type { DeployedStack } from "./deployedStack";
import { lokiStatefulSet } from "./lokiStatefulSet";

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The configuration that the stack's Lokis run with, from what their pods mount. */
export async function deployedLokiConfig(stack: DeployedStack): Promise<LokiConfig> {
  const { kubectl, outputs } = stack;
  const { spec } = await lokiStatefulSet(stack);
  const volume = spec.template.spec.volumes.find(({ name }) => name === "config");
  const name = volume?.configMap?.name ?? "";
  const place = ["--namespace", outputs.namespace];
  const { data } = await kubectl.json<ConfigMap>("get", "configmap", name, ...place);
  return load(data?.["loki.yaml"] ?? "") as LokiConfig;
}
