import { isIP } from "node:net";
import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../kubernetes";

/** Who is at the other end, as a NetworkPolicy names it. */
export type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

/** A port of a pod. */
export interface Port {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Peers and the ports at which they are allowed; every port where there is none. */
export interface Way {
  readonly peers: readonly Peer[];
  readonly ports: readonly Port[];
}

export const tcp = (...ports: readonly number[]): Port[] =>
  ports.map((port) => ({ port, protocol: "TCP" as const }));

export const udp = (...ports: readonly number[]): Port[] =>
  ports.map((port) => ({ port, protocol: "UDP" as const }));

const ofNamespace = (name: string) => ({
  matchLabels: { "kubernetes.io/metadata.name": name },
});

/** The pods of a component: in the policy's own namespace, or in another one. */
export const component = (name: string, namespace?: string): Peer => ({
  podSelector: { matchLabels: selectorLabels(name) },
  ...(namespace === undefined ? {} : { namespaceSelector: ofNamespace(namespace) }),
});

/** Every pod of a namespace. */
export const everyPodOf = (namespace: string): Peer => ({
  namespaceSelector: ofNamespace(namespace),
});

export const range = (cidr: string): Peer => ({ ipBlock: { cidr } });

/** Where clouds and nodes answer a machine's questions about itself. */
const linkLocal = { v4: ["169.254.0.0/16"], v6: ["fe80::/10", "fc00::/7"] };
const privateV4 = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];

/** Every address but those at which a cloud hands out the node's own rights. */
export const anywhere: readonly Peer[] = [
  { ipBlock: { cidr: "0.0.0.0/0", except: linkLocal.v4 } },
  { ipBlock: { cidr: "::/0", except: linkLocal.v6 } },
];

/** Every public address. */
export const publicAddresses: readonly Peer[] = [
  { ipBlock: { cidr: "0.0.0.0/0", except: [...privateV4, ...linkLocal.v4] } },
  { ipBlock: { cidr: "::/0", except: linkLocal.v6 } },
];

/** The port of a server that is known by its address. */
export function portOf(address: string): Port[] {
  const { port, protocol } = new URL(address);
  return tcp(port === "" ? (protocol === "https:" ? 443 : 80) : Number(port));
}

/** The ways to a server that is known by its address. */
export function waysTo(address: string): Way[] {
  const host = new URL(address).hostname.replace(/^\[|\]$/g, "");
  const ports = portOf(address);
  const family = isIP(host);
  if (family !== 0) {
    return [{ peers: [range(`${host}/${family === 4 ? 32 : 128}`)], ports }];
  }
  const [, namespace, svc] = /^[^.]+\.([^.]+)(\.svc(?:\..*)?)?$/.exec(host) ?? [];
  // The pods behind a Service may have another port than it.
  const inside = namespace === undefined ? [] : [{ peers: [everyPodOf(namespace)], ports: [] }];
  // `tempo.tracing` is a Service to the cluster's DNS, and may be a host's name too.
  return svc === undefined ? [...inside, { peers: anywhere, ports }] : inside;
}
