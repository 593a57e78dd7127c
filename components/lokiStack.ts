import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomUuid } from "@pulumi/random";
import { createAccess, isShared } from "./access";
import { alertPlan } from "./alerts/alertPlan";
import { metricRules } from "./alerts/metricRules";
import { withCanaryRetention } from "./canary/canaryRetention";
import { createCollector, type CollectorArgs } from "./collector/collector";
import { Edge, isExposed } from "./edge/edge";
import { passwordOf } from "./gateway/passwords";
import { ExistingGrafana } from "./grafana/existingGrafana";
import { Grafana, type GrafanaArgs } from "./grafana/grafana";
import { dashboardsOf } from "./grafana/links";
import { image } from "./images";
import {
  metadata,
  partOf,
  podSecurityLabels,
  stackIdAnnotation,
  type PodAnnotations,
} from "./kubernetes";
import { Loki, lokiPeersHost } from "./loki/loki";
import { createMonitoring, readsWithToken } from "./monitoring/monitoring";
import { podAnnotations } from "./monitoring/scrapeAnnotations";
import { scrapeTargets } from "./monitoring/scrapeTargets";
import { NetworkPolicies } from "./network/networkPolicies";
import { stackOutputs, type Access, type StackOutputs } from "./outputs";
import type { ConsulTls } from "./ring/consulConfig";
import { createRing } from "./ring/ring";
import { chunkExpiries } from "./settings/retention";
import type { Settings } from "./settings/schema";
import { tenantsOf, writtenTenants } from "./settings/tenants";
import { createStorage } from "./storage/storage";
import { createCertificates } from "./tls/certificates";
import { createTracing } from "./tracing/tracing";

/** Everything the guide names, in one namespace and one for the collector. */
export class LokiStack extends pulumi.ComponentResource {
  /** What `pulumi stack output` prints. */
  readonly outputs: StackOutputs;

  constructor(name: string, settings: Settings, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:index:LokiStack", name, {}, opts);
    const { namespace, images } = settings;
    // No secret, so its value may stand in the state as its id.
    const stackId = new RandomUuid("stack-id", {}, { parent: this }).result;
    const stackNamespace = restrictedNamespace(namespace, stackId, { parent: this });
    // A child of the namespace is made after it and removed before it.
    const inNamespace = { parent: stackNamespace };

    // Not a child of the namespace: buckets that are protected would keep it alive.
    const bucketOptions = { parent: this, dependsOn: stackNamespace };
    const storage = createStorage("storage", storageArgs(name, settings), bucketOptions);
    const withConsul = settings.ring.kind === "consul";
    const ofTls = { settings: settings.tls, namespace, withConsul };
    const tls = createCertificates(name, ofTls, inNamespace);
    const ring = createRing(ringArgs(name, settings, tls?.consul), inNamespace);
    const lokiTls = tls?.loki;
    const alerts = alertPlan(settings);
    const scrape = scrapeTargets(name, settings);
    const annotations = podAnnotations(settings.monitoring.scrape.kind, scrape);
    const ofLoki = { ...lokiArgs(settings), storage, ring, tls: lokiTls, ruler: alerts.ruler };
    const loki = new Loki(name, { ...ofLoki, podAnnotations: annotations[name] }, inNamespace);
    const access = createAccess(name, loki, { settings, lokiTls, annotations }, inNamespace);
    const collector = createCollector("promtail", collectorArgs(settings, access, annotations), {
      parent: this,
      // An agent throws away what a gateway refuses that does not know its user yet.
      dependsOn: [...access.dependencies],
    });
    const ofTempo = { namespace, settings: settings.tracing, images, bucketOptions };
    const tempo = { ...ofTempo, podAnnotations: annotations["tempo"] };
    const tracing = createTracing("tempo", tempo, inNamespace);
    // A reader that is new must be known to the gateway before it asks.
    const afterGateway = { ...inNamespace, dependsOn: [...access.dependencies] };
    const ofGrafana = { tempoUrl: tracing?.url, podAnnotations: annotations["grafana"] };
    const forGrafana = { ...ofGrafana, alerting: alerts.grafana };
    const grafana = createGrafana(settings, access, forGrafana, afterGateway);
    metricRules(settings, alerts.prometheus, inNamespace);

    const inCollector = { parent: this, dependsOn: [...collector.dependencies] };
    const optionsOf = (place: string) => (place === namespace ? inNamespace : inCollector);
    const { metricsToken: tokenSecret, dependencies: ringDependencies } = ring;
    const around = { lokiName: name, settings, optionsOf };
    const watched = { ...around, access, targets: scrape, annotations };
    createMonitoring({ ...watched, tokenSecret, ringDependencies });
    if (settings.network.policies) {
      new NetworkPolicies("network", around, { parent: this });
    }
    if (isExposed(settings)) {
      const gateway = { ...access.service, https: access.tls !== undefined };
      new Edge("edge", { settings, gateway, grafanaName: "grafana" }, inNamespace);
    }

    this.outputs = stackOutputs({ settings, stackId, storage, access, tracing, grafana });
    this.registerOutputs({});
  }
}

const storageArgs = (name: string, settings: Settings) => ({
  storage: settings.storage,
  namespace: settings.namespace,
  serviceAccountName: name,
  chunkExpiries: chunkExpiries(settings),
});

const ringArgs = (name: string, settings: Settings, consulTls: ConsulTls | undefined) => ({
  settings: settings.ring,
  namespace: settings.namespace,
  peersHost: lokiPeersHost(name, settings.namespace),
  consulImage: image(settings.images, "consul"),
  consulTls,
  withMetrics: readsWithToken(settings.monitoring),
});

const lokiArgs = (settings: Settings) => ({
  namespace: settings.namespace,
  settings: settings.loki,
  images: settings.images,
  tenants: settings.monitoring.canary.deploy
    ? tenantsOf(settings).map(withCanaryRetention)
    : tenantsOf(settings),
  multiTenant: settings.gateway.enabled,
});

function collectorArgs(
  settings: Settings,
  access: Access,
  annotations: Readonly<Record<string, PodAnnotations>>,
): CollectorArgs {
  const { collector, images, loki } = settings;
  const { pushUrl: url, collector: user } = access;
  const written = writtenTenants(settings);
  const [first] = written;
  const redacted = isShared(settings) || first?.redaction !== false;
  return {
    // The one tenant there is may not want it; of several, each has its own say.
    settings: redacted ? collector : { ...collector, redaction: { preset: "off", rules: [] } },
    images,
    push: {
      url,
      tls: access.tls,
      ...(user === undefined ? {} : { basicAuth: { user: user.name, ...passwordOf(user) } }),
      ...(first !== undefined && isShared(settings)
        ? { tenants: { known: written, fallback: collector.defaultTenant ?? first.id } }
        : {}),
    },
    maxLineKb: loki.limits.maxLineKb,
    podAnnotations: annotations["promtail"],
  };
}

/** The stack's own Grafana, or what another one finds. */
function createGrafana(
  settings: Settings,
  access: Access,
  of: Pick<GrafanaArgs, "tempoUrl" | "podAnnotations" | "alerting">,
  opts: pulumi.ComponentResourceOptions,
): Grafana | undefined {
  const { namespace, images, grafana, monitoring, tracing } = settings;
  if (!grafana.deploy) {
    const { tempoUrl, alerting } = of;
    if (grafana.sidecar.enabled) {
      new ExistingGrafana("existing-grafana", { settings, access, tempoUrl, alerting }, opts);
    }
    return undefined;
  }
  const { read } = access;
  const basicAuth = read && { user: read.name, ...passwordOf(read) };
  const others = access.tenants.slice(1).map(({ id, read: reader }) => ({
    tenant: id,
    user: reader.name,
    ...passwordOf(reader),
  }));
  return new Grafana(
    "grafana",
    {
      namespace,
      settings: grafana,
      images,
      loki: {
        url: access.url,
        tls: access.tls,
        queryTimeout: settings.loki.limits.queryTimeout,
        ...(basicAuth === undefined ? {} : { basicAuth }),
        others,
      },
      ...of,
      prometheusUrl: monitoring.prometheusUrl,
      spanMetrics: tracing.spanMetrics,
      dashboards: dashboardsOf(settings),
    },
    opts,
  );
}

/** A namespace in which the API server itself refuses a pod that is not "restricted". */
function restrictedNamespace(
  name: string,
  stackId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): Namespace {
  const { labels } = metadata(name, partOf);
  return new Namespace(
    "namespace",
    {
      metadata: {
        name,
        annotations: { [stackIdAnnotation]: stackId },
        labels: { ...labels, ...podSecurityLabels("restricted") },
      },
    },
    opts,
  );
}
