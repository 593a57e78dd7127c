import { ConfigMap, Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { GrafanaAlertingFile } from "../alerts/grafanaRules";
import { metadata } from "../kubernetes";
import type { Access } from "../outputs";
import type { Settings } from "../settings/schema";
import { toYaml } from "../yaml";
import { dashboardFiles } from "./dashboardFiles";
import { dashboardsOf } from "./links";
import {
  sharedDatasources,
  sharedDatasourcesArgs,
  type SharedDatasourcesArgs,
} from "./sharedDatasources";

export interface ExistingGrafanaArgs {
  readonly settings: Settings;
  readonly access: Pick<Access, "url" | "tls" | "tenants">;
  /** `http://host:port` of Tempo. @default no links between logs and traces */
  readonly tempoUrl: string | undefined;
  /** Alerts that it evaluates. @default none but those that people make */
  readonly alerting: GrafanaAlertingFile | undefined;
}

/** Label `app.kubernetes.io/name` of what is written for a Grafana that is not the stack's own. */
const component = "grafana-provisioning";

/**
 * What the stack's own Grafana would mount, for one that is there already: objects with the labels by
 * which the sidecar of Grafana's Helm chart finds them. No pod of the stack mounts them. Names are
 * fixed: the sidecar takes a file away when the object it came from goes, also if a new one has it too.
 * @see https://github.com/kiwigrid/k8s-sidecar
 */
export class ExistingGrafana extends pulumi.ComponentResource {
  constructor(
    name: string,
    { settings, access, tempoUrl, alerting }: ExistingGrafanaArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("fraiseql-loki:grafana:ExistingGrafana", name, {}, opts);
    const { sidecar } = settings.grafana;
    const namespace = sidecar.namespace ?? settings.namespace;
    const child = { parent: this };
    const labelled = (object: string, label: string) => {
      const { labels, ...rest } = metadata(object, component, namespace);
      return { ...rest, labels: { ...labels, [label]: sidecar.labelValue } };
    };
    const annotations = { [sidecar.folderAnnotation]: sidecar.folder };
    for (const { uid, file, text } of dashboardFiles(dashboardsOf(settings))) {
      new ConfigMap(
        `${name}-${uid}`,
        {
          metadata: { ...labelled(uid, sidecar.dashboardLabel), annotations },
          data: { [file]: text },
        },
        child,
      );
    }
    new Secret(
      `${name}-datasources`,
      {
        metadata: labelled("fraiseql-datasources", sidecar.datasourceLabel),
        stringData: {
          "fraiseql-datasources.yaml": datasourcesText(
            sharedDatasourcesArgs(settings, access, tempoUrl),
          ),
        },
      },
      child,
    );
    if (alerting !== undefined) {
      new ConfigMap(
        `${name}-alerting`,
        {
          metadata: labelled("fraiseql-alerting", sidecar.alertLabel),
          data: { "fraiseql-alerting.yaml": toYaml(alerting) },
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}

/** The file with the passwords that the program knows: there is no other place that the sidecar reads. */
function datasourcesText(args: SharedDatasourcesArgs): pulumi.Output<string> {
  const known = args.readers.flatMap(({ uid, password: source }) =>
    "password" in source ? [[uid, source.password] as const] : [],
  );
  return pulumi.secret(
    pulumi
      .output(Object.fromEntries(known))
      .apply((passwords) => toYaml(sharedDatasources(args, passwords))),
  );
}
