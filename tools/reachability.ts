import { BlockList, isIP } from "node:net";

/** One end of a connection: a pod of the cluster, or an address outside it. */
export type End =
  | { readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly address: string };

/** What a connection is asked for. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

/** As much of a NetworkPolicy as the program writes. */
export interface Policy {
  readonly metadata: { readonly namespace?: string };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

/**
 * Whether these policies allow a connection, by the rules of Kubernetes: a pod that no policy
 * selects may do everything; one that some select may do what any of them allows; and both ends
 * must agree.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function isAllowed(policies: readonly Policy[], connection: Connection): boolean {
  const { from, to } = connection;
  return (
    agrees(policies, from, "Egress", ({ to: peers = [] }) => peers, to, connection) &&
    agrees(policies, to, "Ingress", ({ from: peers = [] }) => peers, from, connection)
  );
}

function agrees(
  policies: readonly Policy[],
  end: End,
  type: "Ingress" | "Egress",
  peersOf: (rule: Rule) => readonly Peer[],
  other: End,
  connection: Connection,
): boolean {
  if (!("namespace" in end)) {
    return true;
  }
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === end.namespace &&
      spec.policyTypes.includes(type) &&
      matches(spec.podSelector, end.labels),
  );
  return (
    selecting.length === 0 ||
    selecting.some(({ metadata, spec }) =>
      (type === "Ingress" ? spec.ingress : spec.egress)?.some(
        (rule) =>
          hasPort(rule, connection) &&
          // A rule that names nobody means everybody.
          (peersOf(rule).length === 0 ||
            peersOf(rule).some((peer) => isPeer(peer, other, metadata.namespace))),
      ),
    )
  );
}

function hasPort({ ports }: Rule, { port, protocol = "TCP" }: Connection): boolean {
  return ports?.some((one) => one.port === port && one.protocol === protocol) ?? true;
}

function isPeer(peer: Peer, end: End, own: string | undefined): boolean {
  const { ipBlock, podSelector = {}, namespaceSelector } = peer;
  if ("address" in end) {
    return ipBlock !== undefined && inBlock(end.address, ipBlock);
  }
  if (ipBlock !== undefined) {
    return false;
  }
  const namespaced =
    namespaceSelector === undefined
      ? end.namespace === own
      : matches(namespaceSelector, { "kubernetes.io/metadata.name": end.namespace });
  return namespaced && matches(podSelector, end.labels);
}

function matches(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  const other = Object.keys(selector).filter((key) => key !== "matchLabels");
  if (other.length > 0) {
    throw new Error(`a selector with ${other.join(", ")} is not understood here`);
  }
  return Object.entries(selector.matchLabels ?? {}).every(
    ([name, value]) => labels[name] === value,
  );
}

function inBlock(address: string, { cidr, except = [] }: NonNullable<Peer["ipBlock"]>): boolean {
  const within = (block: string) => {
    const [network = "", bits = ""] = block.split("/");
    const list = new BlockList();
    const family = isIP(network) === 4 ? "ipv4" : "ipv6";
    list.addSubnet(network, Number(bits), family);
    return (isIP(address) === 4 ? "ipv4" : "ipv6") === family && list.check(address, family);
  };
  return within(cidr) && !except.some(within);
}
