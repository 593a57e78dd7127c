import type * as k8s from "@pulumi/kubernetes";
import { containerResources, restrictedContainer, restrictedPod } from "../kubernetes";
import type { GrafanaSettings } from "../settings/schema";
import { grafanaPaths } from "./grafanaEnv";
import type { GrafanaReplicas } from "./grafanaReplicas";
import type { GrafanaStorage } from "./grafanaStorage";

/** @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#http_port */
export const grafanaPort = 3000;

/**
 * Where several replicas tell each other what they have sent, over TCP and UDP.
 * @see https://grafana.com/docs/grafana/latest/alerting/set-up/configure-high-availability/
 */
export const grafanaPeerPort = 9094;

/**
 * Not the 472 of the image: above 10000 it is nobody on the node. The image lets every user read its
 * files, and all that Grafana writes is on volumes that fsGroup makes writable.
 */
const grafanaUser = 10_003;

export interface GrafanaPodArgs extends Omit<GrafanaStorage & GrafanaReplicas, "objects"> {
  readonly name: string;
  readonly image: string;
  readonly settings: GrafanaSettings;
  readonly env: k8s.types.input.core.v1.EnvVar[];
  readonly datasourcesName: string;
  /** ConfigMap with the file of alerts. @default none */
  readonly alertingName?: string | undefined;
  /** ConfigMap of the file that says where the dashboards are. */
  readonly dashboardProvidersName: string;
  /** ConfigMaps with a dashboard each. */
  readonly dashboardNames: readonly string[];
  /** Volume of the name `secrets` with the files of passwords. */
  readonly secrets: k8s.types.input.core.v1.Volume;
}

/** The pod of Grafana. */
export function grafanaPod(args: GrafanaPodArgs): k8s.types.input.core.v1.PodSpec {
  const { name, datasourcesName, dashboardProvidersName, dashboardNames } = args;
  const { secrets, claimName } = args;
  const data =
    claimName === undefined
      ? { emptyDir: { sizeLimit: "1Gi" } }
      : { persistentVolumeClaim: { claimName } };
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(grafanaUser),
    ...args.placement,
    containers: [container(args)],
    volumes: [
      { name: "data", ...data },
      { name: "datasources", configMap: { name: datasourcesName } },
      ...optionalFiles(args).map(({ name: volume, configMapName }) => ({
        name: volume,
        configMap: { name: configMapName },
      })),
      { name: "dashboard-providers", configMap: { name: dashboardProvidersName } },
      {
        name: "dashboards",
        projected: { sources: dashboardNames.map((each) => ({ configMap: { name: each } })) },
      },
      secrets,
      { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
    ],
  };
}

/** ConfigMaps that not every Grafana has. */
function optionalFiles({ alertingName, databaseCaName }: GrafanaPodArgs) {
  const files = [
    { name: "alerting", configMapName: alertingName, mountPath: grafanaPaths.alerting },
    { name: "database-ca", configMapName: databaseCaName, mountPath: grafanaPaths.databaseCa },
  ];
  return files.flatMap(({ configMapName, ...file }) =>
    configMapName === undefined ? [] : [{ ...file, configMapName }],
  );
}

function container(args: GrafanaPodArgs): k8s.types.input.core.v1.Container {
  const { image, settings } = args;
  return {
    name: "grafana",
    image,
    env: [...args.env, ...args.peerEnv],
    ports: [{ name: "http", containerPort: grafanaPort }, ...args.peerPorts],
    ...probes,
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "data", mountPath: grafanaPaths.data },
      { name: "datasources", mountPath: grafanaPaths.datasources, readOnly: true },
      ...optionalFiles(args).map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
      {
        name: "dashboard-providers",
        mountPath: grafanaPaths.dashboardProviders,
        readOnly: true,
      },
      { name: "dashboards", mountPath: grafanaPaths.dashboards, readOnly: true },
      { name: "secrets", mountPath: grafanaPaths.secrets, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** Whether its database answers. */
const health = { httpGet: { path: "/api/health", port: "http" } };

/** Whether its web server does: a restart mends no database. */
const alive = { httpGet: { path: "/healthz", port: "http" } };

/**
 * Ten minutes to start: the first start, and the first of a new version, migrates the database
 * table by table, and a slow disk makes that long. Killed half-way it would begin again.
 */
const probes = {
  startupProbe: { ...health, periodSeconds: 2, failureThreshold: 300 },
  readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
  livenessProbe: { ...alive, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
} satisfies Partial<k8s.types.input.core.v1.Container>;
