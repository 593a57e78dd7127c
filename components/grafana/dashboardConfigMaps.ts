import type { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { filesConfigMap, type Owner } from "../kubernetesObjects";
import { toYaml } from "../yaml";
import { dashboardFiles, dashboardProviders, type DashboardsArgs } from "./dashboardFiles";
import { grafanaPaths } from "./grafanaEnv";

/** What a pod mounts to have the dashboards. */
export interface DashboardConfigMaps {
  readonly objects: readonly ConfigMap[];
  /** Name of the one with the file that says where the dashboards are. */
  readonly dashboardProvidersName: string;
  /** Names of those with a dashboard. One each: all of them could outgrow the 1 MiB of one. */
  readonly dashboardNames: readonly string[];
}

export function dashboardConfigMaps(
  owner: Owner,
  args: DashboardsArgs,
  opts: pulumi.CustomResourceOptions,
): DashboardConfigMaps {
  const providersFile = toYaml(dashboardProviders(grafanaPaths.dashboards));
  const providers = filesConfigMap(
    owner,
    "dashboard-providers",
    { "providers.yaml": providersFile },
    opts,
  );
  const each = dashboardFiles(args).map(({ uid, file, text }) =>
    filesConfigMap(owner, `dashboard-${uid}`, { [file]: text }, opts),
  );
  return {
    objects: [providers, ...each].map(({ object }) => object),
    dashboardProvidersName: providers.configMapName,
    dashboardNames: each.map(({ configMapName }) => configMapName),
  };
}
