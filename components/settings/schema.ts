import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { clusterSchema } from "./schemaCluster";
import { collectorSchema, grafanaSchema, imagesSchema } from "./schemaObservers";
import { alertingSchema } from "./schemaAlerting";
import { lokiSchema } from "./schemaLoki";
import { monitoringSchema } from "./schemaMonitoring";
import { networkSchema } from "./schemaNetwork";
import { ringSchema } from "./schemaRing";
import { storageSchema } from "./schemaStorage";
import { tlsSchema } from "./schemaTls";
import { tracingSchema } from "./schemaTracing";
import { gatewaySchema, removedTenantsSchema, tenantsSchema } from "./schemaAccess";
import { acceptedRisksSchema } from "./schemaRisks";
import { environmentDefault, namespaceName, type Environment } from "./fields";

/** Built once each: zod compiles a schema when it is first used. */
const schemas = new Map<Environment, ReturnType<typeof build>>();

/** Every setting of a stack. Each default stands here or in the file of its area, nowhere else. */
export function settingsSchema(environment: Environment): SettingsSchema {
  const schema = schemas.get(environment) ?? build(environment);
  schemas.set(environment, schema);
  return schema;
}

function build(environment: Environment) {
  const byEnvironment = environmentDefault(environment);
  return z.strictObject({
    environment: z
      .enum(["dev", "prod"])
      .default(environment)
      .describe("Which defaults apply, and whether the rules for production are errors."),
    namespace: namespaceName()
      .default("loki")
      .describe("Namespace of everything but the collector. Created by the stack."),
    storage: storageSchema(byEnvironment),
    ring: ringSchema(byEnvironment),
    loki: lokiSchema(byEnvironment),
    collector: collectorSchema(byEnvironment),
    grafana: grafanaSchema(byEnvironment),
    tracing: tracingSchema(byEnvironment),
    gateway: gatewaySchema(byEnvironment),
    tenants: tenantsSchema(),
    removedTenants: removedTenantsSchema(),
    network: networkSchema(byEnvironment),
    alerting: alertingSchema(byEnvironment),
    tls: tlsSchema(),
    monitoring: monitoringSchema(byEnvironment),
    images: imagesSchema(byEnvironment),
    cluster: clusterSchema(),
    acceptedRisks: acceptedRisksSchema(),
  });
}

export type SettingsSchema = ReturnType<typeof build>;

/** The settings of one stack, complete and checked. */
export type Settings = z.output<SettingsSchema>;
export type StorageSettings = Settings["storage"];
export type FilesystemStorageSettings = Extract<StorageSettings, { kind: "filesystem" }>;
export type S3StorageSettings = Extract<StorageSettings, { kind: "s3" }>;
export type GcsStorageSettings = Extract<StorageSettings, { kind: "gcs" }>;
export type S3CompatibleStorageSettings = Extract<StorageSettings, { kind: "s3Compatible" }>;
export type RingSettings = Settings["ring"];
export type ConsulRingSettings = Extract<RingSettings, { kind: "consul" }>;
export type MemberlistRingSettings = Extract<RingSettings, { kind: "memberlist" }>;
export type LokiSettings = Settings["loki"];
export type CollectorSettings = Settings["collector"];
export type GrafanaSettings = Settings["grafana"];
export type { GrafanaDatabaseSettings } from "./schemaGrafanaDatabase";
export type { OauthSettings } from "./schemaOauth";
export type { SidecarSettings } from "./schemaSidecar";
export type TracingSettings = Settings["tracing"];
export type TempoStorageSettings = TracingSettings["storage"];
export type { ExposeSettings, HttpRouteSettings, IngressSettings } from "./schemaExpose";
export type GatewaySettings = Settings["gateway"];
export type TenantSettings = Settings["tenants"][number];
export type NetworkSettings = Settings["network"];
export type AlertingSettings = Settings["alerting"];
export type TlsSettings = Settings["tls"];
export type MonitoringSettings = Settings["monitoring"];
export type PodMonitorSettings = Extract<MonitoringSettings["scrape"], { kind: "podMonitors" }>;
export type RemoteWriteSettings = NonNullable<MonitoringSettings["remoteWrite"]>;
export type CanarySettings = MonitoringSettings["canary"];
export type ImageSettings = Settings["images"];

/** A secret setting: kept out of state and logs by Pulumi. */
export type SecretSetting = pulumi.Output<string>;
