import { Deployment } from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { GrafanaAlertingFile } from "../alerts/grafanaRules";
import { image } from "../images";
import { metadata, podMetadata, selectorLabels, type PodAnnotations } from "../kubernetes";
import { clusterService, filesConfigMap, serviceAccount, type Owner } from "../kubernetesObjects";
import { passwordFiles, type PasswordFile } from "../passwordFiles";
import type { PasswordSource } from "../secretFiles";
import type { ServerTls } from "../serverTls";
import type { GrafanaSettings, ImageSettings } from "../settings/schema";
import { toYaml } from "../yaml";
import { dashboardConfigMaps } from "./dashboardConfigMaps";
import type { DashboardsArgs } from "./dashboardFiles";
import { datasources, type TenantReader } from "./datasources";
import { lokiUid } from "./datasourceUids";
import { databasePassword } from "./grafanaDatabase";
import { grafanaEnv } from "./grafanaEnv";
import { clientSecretFile } from "./grafanaOauth";
import { grafanaPod, grafanaPort } from "./grafanaPod";
import { grafanaReplicas } from "./grafanaReplicas";
import { grafanaStorage } from "./grafanaStorage";

export interface GrafanaArgs {
  readonly namespace: string;
  readonly settings: GrafanaSettings;
  readonly images: ImageSettings;
  readonly loki: {
    /** `http(s)://host:port` of Loki or of the gateway in front of it. */
    readonly url: string;
    /** How its certificate is verified. @default plain HTTP */
    readonly tls?: ServerTls | undefined;
    /** The longest Loki works on one query, as a Go duration. */
    readonly queryTimeout: string;
    /** Who reads through the gateway. @default no authentication */
    readonly basicAuth?: ({ readonly user: string } & PasswordSource) | undefined;
    /** Tenants beside the first, each with a data source of its own. @default none */
    readonly others?: readonly (TenantReader & PasswordSource)[];
  };
  /** `http://host:port` of Tempo. @default no links between logs and traces */
  readonly tempoUrl?: string | undefined;
  /** Alerts that it evaluates. @default none but those that people make */
  readonly alerting?: GrafanaAlertingFile | undefined;
  /** `http(s)://host:port` of the Prometheus that scrapes the stack. @default no data source of metrics */
  readonly prometheusUrl?: string | undefined;
  /** Whether that Prometheus has the series of Tempo's metrics generator. @default false */
  readonly spanMetrics?: boolean | undefined;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
  /** Which dashboards it shows. */
  readonly dashboards: DashboardsArgs;
}

/**
 * Grafana with the stack's Loki, and Tempo if there is one, as data sources.
 *
 * The password of the administrator applies to a new database. With a volume or a server elsewhere, a later
 * change of it takes `grafana cli admin reset-admin-password` in the pod too.
 * @see https://grafana.com/docs/grafana/latest/
 */
export class Grafana extends pulumi.ComponentResource {
  /** `http://host:port` inside the cluster. */
  readonly url: string;
  readonly adminUser: string;
  /** Secret where it is known. */
  readonly adminPassword: PasswordSource;

  constructor(name: string, args: GrafanaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:grafana:Grafana", name, {}, opts);
    const { namespace, settings, images } = args;
    const owner = { name, namespace };
    const child = { parent: this };

    this.adminPassword = adminPassword(`${name}-admin-password`, settings, child);
    const secret = credentials(owner, args, this.adminPassword, child);
    const config = filesConfigMap(owner, "datasources", datasourcesFile(args), child);
    const alerting = alertingConfigMap(owner, args.alerting, child);
    const dashboards = dashboardConfigMaps(owner, args.dashboards, child);
    const account = serviceAccount(owner, child);
    const storage = grafanaStorage(owner, settings, child);
    const replicas = grafanaReplicas(owner, settings.replicas, child);
    clusterService(owner, [{ name: "http", port: grafanaPort }], child);
    const template = {
      metadata: podMetadata(name, args.podAnnotations),
      spec: grafanaPod({
        name,
        image: image(images, "grafana"),
        settings,
        env: grafanaEnv({ settings, datasourceUrls: datasourceUrls(args) }),
        datasourcesName: config.configMapName,
        alertingName: alerting?.configMapName,
        ...dashboards,
        secrets: secret.volume,
        ...storage,
        ...replicas,
      }),
    };
    new Deployment(
      name,
      {
        metadata: metadata(name, name, namespace),
        spec: {
          replicas: settings.replicas,
          minReadySeconds: 5,
          strategy: storage.claimName === undefined ? rollingUpdate : { type: "Recreate" },
          selector: { matchLabels: selectorLabels(name) },
          template,
        },
      },
      {
        ...child,
        dependsOn: [
          account,
          config.object,
          ...(alerting === undefined ? [] : [alerting.object]),
          ...secret.objects,
          ...dashboards.objects,
          ...storage.objects,
          ...replicas.objects,
        ],
      },
    );

    this.url = `http://${name}.${namespace}.svc:${grafanaPort}`;
    this.adminUser = settings.adminUser;
    this.registerOutputs({ url: this.url });
  }
}

/** The new pod is ready before the old one goes. Two cannot share the file on a volume. */
const rollingUpdate = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };

/** Letters and digits only: Grafana reads `$` in the file of data sources, and shells read more. */
function password(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return pulumi.secret(new RandomPassword(name, { length: 32, special: false }, opts).result);
}

function datasourcesFile({ loki, tempoUrl, prometheusUrl, spanMetrics }: GrafanaArgs) {
  const { url, tls, queryTimeout, basicAuth, others = [] } = loki;
  const endpoint = { url, tls, queryTimeout, user: basicAuth?.user, others };
  const file = datasources({ loki: endpoint, tempoUrl, prometheusUrl, spanMetrics });
  return { "datasources.yaml": toYaml(file) };
}

function alertingConfigMap(
  owner: Owner,
  file: GrafanaArgs["alerting"],
  opts: pulumi.CustomResourceOptions,
) {
  return file && filesConfigMap(owner, "alerting", { "alerting.yaml": toYaml(file) }, opts);
}

function datasourceUrls({ loki, tempoUrl, prometheusUrl }: GrafanaArgs): string[] {
  return [loki.url, tempoUrl, prometheusUrl].filter((url) => url !== undefined);
}

function adminPassword(
  name: string,
  { adminPassword: given, adminPasswordSecret: existing }: GrafanaSettings,
  opts: pulumi.CustomResourceOptions,
): PasswordSource {
  return existing === undefined
    ? { password: pulumi.secret(given ?? password(name, opts)) }
    : { passwordFrom: { secretName: existing.name, key: existing.key } };
}

/** The files of passwords that Grafana mounts, and of its own key. */
function credentials(
  owner: Owner,
  { loki: { basicAuth, others = [] }, settings: { oauth, database } }: GrafanaArgs,
  admin: PasswordSource,
  opts: pulumi.CustomResourceOptions,
) {
  const files: PasswordFile[] = [
    ["admin-password", admin],
    ...(basicAuth === undefined ? [] : [["loki-read-password", basicAuth] as const]),
    ...others.map((other) => [`${lokiUid(other.tenant)}-read-password`, other] as const),
    ...(oauth === undefined ? [] : [[clientSecretFile, { password: oauth.clientSecret }] as const]),
    ...databasePassword(database),
    ["secret-key", { password: password(`${owner.name}-secret-key`, opts) }],
  ];
  return passwordFiles(owner, { volume: "secrets", suffix: "credentials", files }, opts);
}
