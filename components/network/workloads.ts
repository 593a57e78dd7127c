import { canaryName, canaryPort } from "../canary/canaryPod";
import { ports as consulPorts } from "../ring/consulServerPod";
import { operationsPort } from "../gateway/caddyConfig";
import { promtailPort } from "../collector/promtailConfig";
import { grafanaPort } from "../grafana/grafanaPod";
import { gossipPort } from "../ring/memberlistRing";
import { metricsAgentName, metricsAgentPort } from "../monitoring/metricsAgentNames";
import { scrapeTargets } from "../monitoring/scrapeTargets";
import type { Settings } from "../settings/schema";
import { tempoPorts } from "../tracing/tempoConfig";
import {
  anywhere,
  component,
  everyPodOf,
  range,
  tcp,
  udp,
  waysTo,
  type Peer,
  type Port,
  type Way,
} from "./peers";
import { alertmanagerWays } from "./alertmanagerWays";
import { grafanaServerWays, replicaWays } from "./grafanaWays";
import { storeWays } from "./storeWays";

/** What the pods of one component may do in the network: this and nothing else. */
export interface WorkloadWays {
  /** Value of the pods' label `app.kubernetes.io/name`. */
  readonly component: string;
  readonly namespace: string;
  readonly from: readonly Way[];
  readonly to: readonly Way[];
}

/** The pod of `npm run restore-drill`, which reads the bucket from within the stack's namespace. */
export const restoreDrillName = "loki-restore-drill";

const way = (peers: readonly Peer[], ports: readonly Port[]): Way => ({ peers, ports });

/** Who answers names: the cluster's DNS, or a cache on the node. */
const names = way(
  [everyPodOf("kube-system"), range("169.254.20.10/32"), range("169.254.169.254/32")],
  [...udp(53), ...tcp(53)],
);

/** What the ways of all components are made from. */
interface Place {
  readonly lokiName: string;
  readonly settings: Settings;
  /** What clients talk to: the gateway, or Loki where there is none. */
  readonly entrance: { readonly component: string; readonly ports: readonly number[] };
  /** Who may push and query. */
  readonly clients: readonly Peer[];
  readonly scrapers: readonly Peer[];
  readonly store: readonly Way[];
  /** The Kubernetes API. */
  readonly api: Way;
}

/** With TLS the other port stays, and puts off who does not know of it yet. */
const gatewayPorts = ({ port, tls }: Settings["gateway"]) =>
  tls === undefined ? [port] : [port, tls.port];

/** The ways of every component that these settings have. */
export function workloads(lokiName: string, settings: Settings): readonly WorkloadWays[] {
  const { namespace, collector, gateway, grafana, monitoring, network, storage, loki } = settings;
  const place: Place = {
    lokiName,
    settings,
    entrance: gateway.enabled
      ? { component: `${lokiName}-gateway`, ports: gatewayPorts(gateway) }
      : { component: lokiName, ports: [loki.httpPort] },
    clients: [
      ...network.gatewayClients.map(everyPodOf),
      ...network.gatewayClientCidrs.map(range),
      component("promtail", collector.namespace),
      ...(grafana.deploy ? [component("grafana")] : []),
      ...(monitoring.canary.deploy ? [component(canaryName(lokiName))] : []),
    ],
    scrapers: [
      ...network.scrapers.map(everyPodOf),
      ...(monitoring.remoteWrite === undefined ? [] : [component(metricsAgentName, namespace)]),
    ],
    store: storeWays(storage, network.objectStoreCidrs),
    api: way(
      network.apiServerCidrs.length > 0 ? network.apiServerCidrs.map(range) : anywhere,
      tcp(443, 6443),
    ),
  };
  const stack = [lokiWays, gatewayWays, ringWays, grafanaWays, tempoWays, drillWays, agentWays];
  const parts = [...stack, canaryWays, metricsAgentWays];
  return parts.flatMap((waysOf) => waysOf(place));
}

function lokiWays({ lokiName, settings, entrance, clients, ...place }: Place): WorkloadWays[] {
  const { namespace, gateway, ring, loki } = settings;
  const { httpPort, grpcPort } = loki;
  const gossip = ring.kind === "memberlist" ? [...tcp(gossipPort), ...udp(gossipPort)] : [];
  const replicas = way([component(lokiName)], [...tcp(httpPort, grpcPort), ...gossip]);
  const callers = gateway.enabled ? [component(entrance.component)] : clients;
  const toReceiver = alertmanagerWays(settings.alerting, "loki");
  const toRing = ring.kind === "consul" ? [way([component("consul")], tcp(consulPorts.http))] : [];
  return [
    {
      ...{ component: lokiName, namespace },
      from: [replicas, way([...callers, ...place.scrapers], tcp(httpPort))],
      to: [names, replicas, ...toRing, ...toReceiver, ...place.store],
    },
  ];
}

function gatewayWays({ lokiName, settings, entrance, clients, scrapers }: Place): WorkloadWays[] {
  const { namespace, gateway, loki } = settings;
  return gateway.enabled
    ? [
        {
          ...{ component: entrance.component, namespace },
          from: [way(clients, tcp(...entrance.ports)), way(scrapers, tcp(operationsPort))],
          to: [
            names,
            way([component(lokiName)], tcp(loki.httpPort)),
            ...(gateway.forwardAuth === undefined ? [] : waysTo(gateway.forwardAuth.url)),
          ],
        },
      ]
    : [];
}

function ringWays({ lokiName, settings: { namespace, ring }, scrapers }: Place): WorkloadWays[] {
  if (ring.kind !== "consul") {
    return [];
  }
  const { http, rpc, serf } = consulPorts;
  const servers = way([component("consul")], [...tcp(rpc, serf), ...udp(serf)]);
  const bootstrap = "consul-bootstrap";
  return [
    {
      ...{ component: "consul", namespace },
      from: [servers, way([component(lokiName), component(bootstrap), ...scrapers], tcp(http))],
      to: [names, servers],
    },
    {
      ...{ component: bootstrap, namespace },
      from: [],
      to: [names, way([component("consul")], tcp(http))],
    },
  ];
}

function grafanaWays({ settings, entrance, scrapers }: Place): WorkloadWays[] {
  const { namespace, grafana, monitoring, network, tracing } = settings;
  const users = [
    ...network.grafanaClients.map(everyPodOf),
    ...network.grafanaClientCidrs.map(range),
  ];
  const toTempo = [
    ...(tracing.deploy ? [way([component("tempo")], tcp(tempoPorts.http))] : []),
    ...(tracing.url === undefined ? [] : waysTo(tracing.url)),
  ];
  const toPrometheus =
    monitoring.prometheusUrl === undefined ? [] : waysTo(monitoring.prometheusUrl);
  return grafana.deploy
    ? [
        {
          ...{ component: "grafana", namespace },
          from: [way([...users, ...scrapers], tcp(grafanaPort)), ...replicaWays(settings)],
          to: [
            names,
            way([component(entrance.component)], tcp(...entrance.ports)),
            ...toTempo,
            ...toPrometheus,
            ...grafanaServerWays(settings),
            ...alertmanagerWays(settings.alerting, "grafana"),
          ],
        },
      ]
    : [];
}

function tempoWays({ settings, scrapers }: Place): WorkloadWays[] {
  const { namespace, grafana, network, tracing } = settings;
  const { http, otlpGrpc, otlpHttp } = tempoPorts;
  const own = grafana.deploy ? [component("grafana")] : [];
  const readers = network.tracingReaders.map(everyPodOf);
  return tracing.deploy
    ? [
        {
          ...{ component: "tempo", namespace },
          from: [
            way([...own, ...readers, ...scrapers], tcp(http)),
            way(network.tracingClients.map(everyPodOf), tcp(otlpGrpc, otlpHttp)),
          ],
          to: [names, ...storeWays(tracing.storage, network.objectStoreCidrs)],
        },
      ]
    : [];
}

const drillWays = ({ settings: { namespace }, store }: Place): WorkloadWays[] => [
  { component: restoreDrillName, namespace, from: [], to: [names, ...store] },
];

function agentWays({ settings, entrance, scrapers, api }: Place): WorkloadWays[] {
  const { namespace, collector } = settings;
  return [
    {
      ...{ component: "promtail", namespace: collector.namespace },
      from: [way(scrapers, tcp(promtailPort))],
      to: [names, way([component(entrance.component, namespace)], tcp(...entrance.ports)), api],
    },
  ];
}

function canaryWays({ lokiName, settings, entrance, scrapers }: Place): WorkloadWays[] {
  const { namespace, monitoring } = settings;
  return monitoring.canary.deploy
    ? [
        {
          ...{ component: canaryName(lokiName), namespace },
          from: [way(scrapers, tcp(canaryPort))],
          to: [names, way([component(entrance.component)], tcp(...entrance.ports))],
        },
      ]
    : [];
}

/** To the API, which knows the pods, to what it scrapes, and to where it sends that. */
function metricsAgentWays({ lokiName, settings, api }: Place): WorkloadWays[] {
  const { namespace, monitoring, network } = settings;
  const { remoteWrite } = monitoring;
  return remoteWrite === undefined
    ? []
    : [
        {
          ...{ component: metricsAgentName, namespace },
          from: [way(network.scrapers.map(everyPodOf), tcp(metricsAgentPort))],
          to: [
            names,
            api,
            ...scrapeTargets(lokiName, settings).map((target) =>
              way([component(target.component, target.namespace)], tcp(target.port.number)),
            ),
            ...waysTo(remoteWrite.url),
          ],
        },
      ];
}
