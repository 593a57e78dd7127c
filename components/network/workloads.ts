import { ports as consulPorts } from "../ring/consulServerPod";
import { operationsPort } from "../gateway/caddyConfig";
import { promtailPort } from "../collector/promtailConfig";
import { gossipPort } from "../ring/memberlistRing";
import type { Settings } from "../settings/schema";
import { tempoPorts } from "../tracing/tempoConfig";
import {
  anywhere,
  component,
  everyPodOf,
  range,
  tcp,
  udp,
  wayTo,
  type Peer,
  type Port,
  type Way,
} from "./peers";
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

const grafanaPort = 3000;

const way = (peers: readonly Peer[], ports: readonly Port[]): Way => ({ peers, ports });

/** Who answers names: the cluster's DNS, or a cache on the node. */
const names = way(
  [everyPodOf("kube-system"), range("169.254.20.10/32"), range("169.254.169.254/32")],
  [...udp(53), ...tcp(53)],
);

/** The ways of every component that these settings have. */
export function workloads(name: string, settings: Settings): readonly WorkloadWays[] {
  const { namespace, collector, gateway, ring, tracing, grafana, network, storage } = settings;
  const { httpPort, grpcPort } = settings.loki;
  const entrance = gateway.enabled ? `${name}-gateway` : name;
  const entrancePort = gateway.enabled ? gateway.port : httpPort;
  const scrapers = network.scrapers.map(everyPodOf);
  const clients = [
    ...network.gatewayClients.map(everyPodOf),
    component("promtail", collector.namespace),
    ...(grafana.deploy ? [component("grafana")] : []),
  ];
  const store = storeWays(storage, network.objectStoreCidrs);
  const toRing = ring.kind === "consul" ? [way([component("consul")], tcp(consulPorts.http))] : [];
  const gossip = ring.kind === "memberlist" ? [...tcp(gossipPort), ...udp(gossipPort)] : [];
  const peers = way([component(name)], [...tcp(httpPort, grpcPort), ...gossip]);
  const inStack = (workload: Omit<WorkloadWays, "namespace">) => ({ namespace, ...workload });
  return [
    inStack({
      component: name,
      from: [
        peers,
        way(gateway.enabled ? [component(entrance)] : clients, tcp(httpPort)),
        way(scrapers, tcp(httpPort)),
      ],
      to: [names, peers, ...toRing, ...store],
    }),
    ...(gateway.enabled
      ? [
          inStack({
            component: entrance,
            from: [way(clients, tcp(entrancePort)), way(scrapers, tcp(operationsPort))],
            to: [names, way([component(name)], tcp(httpPort))],
          }),
        ]
      : []),
    ...(ring.kind === "consul" ? consul(name, namespace, scrapers) : []),
    ...(grafana.deploy
      ? [
          inStack({
            component: "grafana",
            from: [way([...network.grafanaClients.map(everyPodOf), ...scrapers], tcp(grafanaPort))],
            to: [
              names,
              way([component(entrance)], tcp(entrancePort)),
              ...(tracing.deploy ? [way([component("tempo")], tcp(tempoPorts.http))] : []),
              ...(tracing.url === undefined ? [] : [wayTo(tracing.url)]),
            ],
          }),
        ]
      : []),
    ...(tracing.deploy
      ? [
          inStack({
            component: "tempo",
            from: [
              way(
                [...(grafana.deploy ? [component("grafana")] : []), ...scrapers],
                tcp(tempoPorts.http),
              ),
              way(
                network.tracingClients.map(everyPodOf),
                tcp(tempoPorts.otlpGrpc, tempoPorts.otlpHttp),
              ),
            ],
            to: [names],
          }),
        ]
      : []),
    inStack({ component: restoreDrillName, from: [], to: [names, ...store] }),
    {
      component: "promtail",
      namespace: collector.namespace,
      from: [way(scrapers, tcp(promtailPort))],
      to: [
        names,
        way([component(entrance, namespace)], tcp(entrancePort)),
        way(
          network.apiServerCidrs.length > 0 ? network.apiServerCidrs.map(range) : anywhere,
          tcp(443, 6443),
        ),
      ],
    },
  ];
}

function consul(name: string, namespace: string, scrapers: readonly Peer[]): WorkloadWays[] {
  const { http, rpc, serf } = consulPorts;
  const servers = way([component("consul")], [...tcp(rpc, serf), ...udp(serf)]);
  const bootstrap = "consul-bootstrap";
  return [
    {
      ...{ component: "consul", namespace },
      from: [servers, way([component(name), component(bootstrap), ...scrapers], tcp(http))],
      to: [names, servers],
    },
    {
      ...{ component: bootstrap, namespace },
      from: [],
      to: [names, way([component("consul")], tcp(http))],
    },
  ];
}
