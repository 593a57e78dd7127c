import type { Access, SecretPlace } from "../outputs";
import type { Settings } from "../settings/schema";
import { toYaml } from "../yaml";
import { grafanaLinks, type GrafanaLinks } from "./links";
import { lokiReaders } from "./lokiReaders";
import { sharedDatasources, sharedDatasourcesArgs } from "./sharedDatasources";

/** What the stack says of Grafana. */
export interface GrafanaOutputs extends GrafanaLinks {
  /**
   * Provisioning file of the data sources, which reads each password from Grafana's environment. Absent
   * where the stack has a Grafana of its own.
   */
  readonly grafanaDatasources?: string;
  /**
   * Where the passwords are that the program does not know, by the variable that your Grafana reads
   * each from. Absent where it knows all, and where the stack has a Grafana of its own.
   */
  readonly grafanaPasswordSecrets?: Readonly<Record<string, SecretPlace>>;
}

/** The links are empty where nobody knows the address of a Grafana. */
export function grafanaOutputs(
  settings: Settings,
  access: Access,
  tempoUrl: string | undefined,
): GrafanaOutputs {
  const { namespace, grafana } = settings;
  if (grafana.deploy) {
    return grafanaLinks(settings);
  }
  const secrets = lokiReaders(access).flatMap(({ variable, password }) =>
    "passwordFrom" in password
      ? [[variable, place(namespace, password.passwordFrom)] as const]
      : [],
  );
  return {
    ...(grafana.url === undefined
      ? { dashboardUrls: {}, exploreUrls: {} }
      : grafanaLinks(settings)),
    grafanaDatasources: toYaml(
      sharedDatasources(sharedDatasourcesArgs(settings, access, tempoUrl), {}),
    ),
    ...(secrets.length === 0 ? {} : { grafanaPasswordSecrets: Object.fromEntries(secrets) }),
  };
}

const place = (
  namespace: string,
  { secretName, key }: { readonly secretName: string; readonly key: string },
): SecretPlace => ({ namespace, name: secretName, key });
