import { Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { RandomUuid } from "@pulumi/random";
import { createCollector, type CollectorArgs } from "./collector/collector";
import { Edge, isExposed } from "./edge/edge";
import { Gateway } from "./gateway/gateway";
import { passwordOf } from "./gateway/passwords";
import { Grafana } from "./grafana/grafana";
import { image } from "./images";
import { metadata, partOf, podSecurityLabels, stackIdAnnotation } from "./kubernetes";
import { Loki, lokiPeersHost } from "./loki/loki";
import type { LokiTls } from "./loki/lokiTls";
import { NetworkPolicies } from "./network/networkPolicies";
import { stackOutputs, type Access, type StackOutputs } from "./outputs";
import type { ConsulTls } from "./ring/consulConfig";
import { createRing } from "./ring/ring";
import { chunkExpiries } from "./settings/retention";
import type { Settings } from "./settings/schema";
import { singleTenant, tenantsOf } from "./settings/tenants";
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
    const storage = createStorage(
      "storage",
      {
        storage: settings.storage,
        namespace,
        serviceAccountName: name,
        chunkExpiries: chunkExpiries(settings),
      },
      bucketOptions,
    );
    const tls = createCertificates(
      name,
      { settings: settings.tls, namespace, withConsul: settings.ring.kind === "consul" },
      inNamespace,
    );
    const ring = createRing(ringArgs(name, settings, tls?.consul), inNamespace);
    const lokiTls = tls?.loki;
    const ofLoki = { ...lokiArgs(settings), storage, ring, tls: lokiTls };
    const loki = new Loki(name, ofLoki, inNamespace);
    const access = createAccess(name, loki, { settings, lokiTls }, inNamespace);
    const collector = createCollector("promtail", collectorArgs(settings, access), {
      parent: this,
      // An agent throws away what a gateway refuses that does not know its user yet.
      dependsOn: [...access.dependencies],
    });
    const tempo = { namespace, settings: settings.tracing, images, bucketOptions };
    const tracing = createTracing("tempo", tempo, inNamespace);
    // A reader that is new must be known to the gateway before it asks.
    const afterGateway = { ...inNamespace, dependsOn: [...access.dependencies] };
    const grafana = settings.grafana.deploy
      ? createGrafana(settings, access, tracing?.url, afterGateway)
      : undefined;

    if (settings.network.policies) {
      const inCollector = { parent: this, dependsOn: [...collector.dependencies] };
      const optionsOf = (place: string) => (place === namespace ? inNamespace : inCollector);
      new NetworkPolicies("network", { lokiName: name, settings, optionsOf }, { parent: this });
    }

    if (isExposed(settings)) {
      const gateway = { ...access.service, https: access.tls !== undefined };
      new Edge("edge", { settings, gateway, grafanaName: "grafana" }, inNamespace);
    }

    this.outputs = stackOutputs({ settings, stackId, storage, access, tracing, grafana });
    this.registerOutputs({});
  }
}

const ringArgs = (name: string, settings: Settings, consulTls: ConsulTls | undefined) => ({
  settings: settings.ring,
  namespace: settings.namespace,
  peersHost: lokiPeersHost(name, settings.namespace),
  consulImage: image(settings.images, "consul"),
  consulTls,
});

const lokiArgs = (settings: Settings) => ({
  namespace: settings.namespace,
  settings: settings.loki,
  images: settings.images,
  tenants: tenantsOf(settings),
  multiTenant: settings.gateway.enabled,
});

/** Loki itself, or the gateway in front of it. */
function createAccess(
  name: string,
  loki: Loki,
  { settings, lokiTls }: { readonly settings: Settings; readonly lokiTls: LokiTls | undefined },
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

const writtenTenants = ({ gateway, tenants }: Settings) =>
  gateway.enabled ? tenants.filter(({ retiredOn }) => retiredOn === undefined) : [];

/** Whether the lines of a node are those of several tenants. */
const isShared = (settings: Settings) => writtenTenants(settings).length > 1;

function collectorArgs(settings: Settings, access: Access): CollectorArgs {
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
  };
}

const endpoints = (url: string) => ({
  url,
  pushUrl: `${url}/loki/api/v1/push`,
  queryUrl: `${url}/loki/api/v1/query_range`,
});

function createGrafana(
  settings: Settings,
  access: Access,
  tempoUrl: string | undefined,
  opts: pulumi.ComponentResourceOptions,
): Grafana {
  const { namespace, images, grafana } = settings;
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
      ...(tempoUrl === undefined ? {} : { tempoUrl }),
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
