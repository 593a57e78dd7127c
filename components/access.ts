import * as pulumi from "@pulumi/pulumi";
import { Gateway } from "./gateway/gateway";
import type { PodAnnotations } from "./kubernetes";
import type { Loki } from "./loki/loki";
import type { LokiTls } from "./loki/lokiTls";
import type { Access } from "./outputs";
import type { Settings } from "./settings/schema";
import { singleTenant, writtenTenants } from "./settings/tenants";

/** Loki itself, or the gateway in front of it. */
export function createAccess(
  name: string,
  loki: Loki,
  {
    settings,
    lokiTls,
    annotations,
  }: {
    readonly settings: Settings;
    readonly lokiTls: LokiTls | undefined;
    readonly annotations: Readonly<Record<string, PodAnnotations>>;
  },
  opts: pulumi.ComponentResourceOptions,
): Access {
  const { namespace, images, tenants } = settings;
  if (!settings.gateway.enabled) {
    const port = settings.loki.httpPort;
    return {
      ...endpoints(loki.url),
      tenant: singleTenant,
      tenants: [],
      service: { name, port },
      dependencies: [],
    };
  }
  const gateway = new Gateway(
    `${name}-gateway`,
    {
      namespace,
      settings: settings.gateway,
      images,
      tenants,
      collector: settings.collector,
      upstreams: loki.replicaHosts,
      queryTimeout: settings.loki.limits.queryTimeout,
      lokiTls,
      podAnnotations: annotations[`${name}-gateway`],
    },
    opts,
  );
  const [tenant] = gateway.tenants;
  if (tenant?.write === undefined) {
    throw new pulumi.ResourceError("the gateway serves no tenant: name one in tenants", gateway);
  }
  return {
    ...endpoints(gateway.url),
    ...(gateway.tls === undefined ? {} : { tls: gateway.tls }),
    tenant: tenant.id,
    write: tenant.write,
    read: tenant.read,
    collector: isShared(settings) ? gateway.collector : tenant.write,
    tenants: gateway.tenants,
    dependencies: gateway.dependencies,
    service: { name: `${name}-gateway`, port: Number(new URL(gateway.url).port) },
  };
}

/** Whether the lines of a node are those of several tenants. */
export const isShared = (settings: Settings) => writtenTenants(settings).length > 1;

const endpoints = (url: string) => ({
  url,
  pushUrl: `${url}/loki/api/v1/push`,
  queryUrl: `${url}/loki/api/v1/query_range`,
});
