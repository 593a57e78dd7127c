import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { tenantAnnotation } from "../canary/canaryPod";
import { metadata, selectorLabels } from "../kubernetes";
import type { PodMonitorSettings } from "../settings/schema";
import type { ScrapeTarget } from "./scrapeTargets";

/**
 * The part of a PodMonitor that the program writes.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor
 */
export interface PodMonitorSpec {
  selector: { matchLabels: Record<string, string> };
  podMetricsEndpoints: [PodMetricsEndpoint];
}

interface PodMetricsEndpoint {
  port: string;
  path: string;
  interval: string;
  params?: Record<string, string[]>;
  scheme?: "https";
  tlsConfig?: { ca: { secret: SecretKeySelector }; serverName: string };
  authorization?: { type: "Bearer"; credentials: SecretKeySelector };
  relabelings: { sourceLabels: string[]; targetLabel: string }[];
}

interface SecretKeySelector {
  name: pulumi.Input<string>;
  key: string;
}

/** What a label of service discovery is called that comes from an annotation of a pod. */
export const annotationLabel = (annotation: string) =>
  `__meta_kubernetes_pod_annotation_${annotation.replace(/\W/g, "_")}`;

/** How the Prometheus Operator shall scrape one component. */
export function podMonitorSpec(
  target: ScrapeTarget,
  interval: string,
  tokenSecret: pulumi.Input<string> | undefined,
): PodMonitorSpec {
  const { component, port, path, params, tls } = target;
  return {
    selector: { matchLabels: selectorLabels(component) },
    podMetricsEndpoints: [
      {
        port: port.name,
        path,
        interval,
        ...(params && {
          params: Object.fromEntries(Object.entries(params).map(([name, one]) => [name, [one]])),
        }),
        ...(tls && {
          scheme: "https" as const,
          tlsConfig: {
            ca: { secret: { name: tls.secretName, key: "ca.crt" } },
            serverName: tls.serverName,
          },
        }),
        ...(tokenSecret !== undefined && {
          authorization: { type: "Bearer", credentials: { name: tokenSecret, key: "token" } },
        }),
        relabelings: [{ sourceLabels: [annotationLabel(tenantAnnotation)], targetLabel: "tenant" }],
      },
    ],
  };
}

export interface PodMonitorsArgs {
  readonly settings: PodMonitorSettings;
  readonly targets: readonly ScrapeTarget[];
  /** Secret with the token of what asks for one. */
  readonly tokenSecret: pulumi.Output<string> | undefined;
  /** Where the objects of each namespace belong. */
  readonly optionsOf: (namespace: string) => pulumi.CustomResourceOptions;
}

/**
 * One PodMonitor for each component. Of pods and not of Services: two Services lead to each of Loki's
 * replicas, which would be scraped twice, and some pods have none.
 */
export function podMonitors({ settings, targets, tokenSecret, optionsOf }: PodMonitorsArgs): void {
  for (const target of targets) {
    const { component, namespace, asksForToken } = target;
    const meta = metadata(component, component, namespace);
    const token = asksForToken === undefined ? undefined : tokenSecret;
    new CustomResource(
      `${component}-metrics`,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: { ...meta, labels: { ...meta.labels, ...settings.labels } },
        spec: podMonitorSpec(target, settings.interval, token),
      },
      optionsOf(namespace),
    );
  }
}
