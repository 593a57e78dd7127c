import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { metadata, volumeClaim } from "../kubernetes";
import { filesConfigMap, type Owner } from "../kubernetesObjects";
import type { GrafanaSettings } from "../settings/schema";
import { databaseCaFile } from "./grafanaDatabase";

/** What Grafana's pods mount for their database. */
export interface GrafanaStorage {
  /** Claim of the volume for a database that is a file. @default none: it goes with the pod */
  readonly claimName?: string;
  /** ConfigMap with the CAs of the certificate of a database elsewhere. @default the image's own CAs */
  readonly databaseCaName?: string;
  readonly objects: readonly pulumi.Resource[];
}

/** What the settings ask for: a volume, or what a server elsewhere needs. */
export function grafanaStorage(
  owner: Owner,
  settings: GrafanaSettings,
  opts: pulumi.CustomResourceOptions,
): GrafanaStorage {
  const authorities = settings.database?.caCertificate;
  if (authorities !== undefined) {
    const files = { [databaseCaFile]: authorities };
    const { configMapName, object } = filesConfigMap(owner, "database-ca", files, opts);
    return { databaseCaName: configMapName, objects: [object] };
  }
  return settings.volumeSize === "none" ? { objects: [] } : databaseVolume(owner, settings, opts);
}

/** Users and own dashboards are in it, so Pulumi lets it go without deleting it. */
function databaseVolume(
  { name, namespace }: Owner,
  { volumeSize, storageClass }: GrafanaSettings,
  opts: pulumi.CustomResourceOptions,
): GrafanaStorage {
  const claimName = `${name}-data`;
  const { spec } = volumeClaim("data", name, volumeSize, storageClass);
  const claim = new PersistentVolumeClaim(
    claimName,
    { metadata: metadata(claimName, name, namespace), spec },
    { ...opts, retainOnDelete: true },
  );
  return { claimName, objects: [claim] };
}
