import type * as pulumi from "@pulumi/pulumi";
import { Canary, canaryObjectName, type CanaryTenant } from "../canary/canary";
import { canaryName } from "../canary/canaryPod";
import type { PodAnnotations } from "../kubernetes";
import type { Access } from "../outputs";
import type { MonitoringSettings, Settings } from "../settings/schema";
import { MetricsAgent } from "./metricsAgent";
import { metricsAgentName } from "./metricsAgentNames";
import { podMonitors } from "./podMonitors";
import type { ScrapeTarget } from "./scrapeTargets";

export interface MonitoringArgs {
  readonly lokiName: string;
  readonly settings: Settings;
  readonly access: Access;
  readonly targets: readonly ScrapeTarget[];
  /** Secret with the token by which Consul's metrics are read. @default Consul is not scraped */
  readonly tokenSecret: pulumi.Output<string> | undefined;
  /** What makes that Secret. */
  readonly ringDependencies: readonly pulumi.Resource[];
  /** Annotations of pods, by component. */
  readonly annotations: Readonly<Record<string, PodAnnotations>>;
  /** Where the objects of each of the two namespaces belong. */
  readonly optionsOf: (namespace: string) => pulumi.CustomResourceOptions;
}

/** Whether there is somebody who reads metrics and can show a token. */
export const readsWithToken = ({ scrape, remoteWrite }: MonitoringSettings): boolean =>
  scrape.kind === "podMonitors" || remoteWrite !== undefined;

/** What watches the stack: canaries, and what tells or sends its metrics. */
export function createMonitoring(args: MonitoringArgs): void {
  const { settings, targets, tokenSecret, optionsOf } = args;
  const { namespace, images, monitoring } = settings;
  const { scrape, remoteWrite } = monitoring;
  createCanaries(args);
  if (scrape.kind === "podMonitors") {
    podMonitors({ settings: scrape, targets, tokenSecret, optionsOf });
  }
  if (remoteWrite !== undefined) {
    new MetricsAgent(
      metricsAgentName,
      { namespace, settings: remoteWrite, images, targets, tokenSecret, optionsOf },
      { ...optionsOf(namespace), dependsOn: [...args.ringDependencies] },
    );
  }
}

function createCanaries({ lokiName, settings, access, annotations, ...args }: MonitoringArgs) {
  const { namespace, images, monitoring } = settings;
  if (!monitoring.canary.deploy) {
    return;
  }
  const component = canaryName(lokiName);
  canaryTenants(access, monitoring.canary.tenants).forEach((tenant, index) => {
    // One that writes before the gateway knows its user would count as lost what was refused.
    const opts = args.optionsOf(namespace);
    new Canary(
      index === 0 ? component : canaryObjectName(component, tenant.id),
      {
        ...{ component, namespace, images, tenant },
        settings: monitoring.canary,
        url: access.url,
        tls: access.tls,
        podAnnotations: annotations[component],
      },
      { ...opts, dependsOn: [...access.dependencies] },
    );
  });
}

/** The tenants with a canary: those that are named, else the first. */
function canaryTenants({ tenant, tenants }: Access, named: readonly string[]): CanaryTenant[] {
  if (tenants.length === 0) {
    return [{ id: tenant }];
  }
  const chosen = named.length > 0 ? named : [tenant];
  return tenants.flatMap(({ id, write, read }) =>
    chosen.includes(id) && write !== undefined ? [{ id, users: { write, read } }] : [],
  );
}
