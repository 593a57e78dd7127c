import { testRows } from "../badInput";

const areas = (network: object) => ({ network });
const range = "expected a range of addresses as address/bits, such as 10.0.0.0/16 or 192.0.2.7/32";

testRows([
  ...["10.0.0.0", "10.0.0/8", "10.0.0.0/33", "fd00::/129", "store.example.com/24", "/8"].map(
    (cidr) => ({
      row: "C47",
      stack: "prod" as const,
      bad: areas({ objectStoreCidrs: ["192.0.2.7/32", cidr] }),
      message: `config error [C47] fraiseql-loki:network.objectStoreCidrs[1]: got "${cidr}"; ${range}.
  Fix: pulumi config set --path 'fraiseql-loki:network.objectStoreCidrs[1]' 10.0.0.0/16`,
      good: areas({ objectStoreCidrs: ["10.0.0.0/8", "fd00::/128"] }),
    }),
  ),
  {
    row: "C47",
    stack: "prod",
    bad: areas({ objectStoreCidrs: ["10.0.0.5/24"] }),
    message: `config error [C47] fraiseql-loki:network.objectStoreCidrs[0]: got "10.0.0.5/24"; expected the first address of the range, without host bits; did you mean 10.0.0.0/24?
  Fix: pulumi config set --path 'fraiseql-loki:network.objectStoreCidrs[0]' 10.0.0.0/24`,
    good: areas({ objectStoreCidrs: ["10.0.0.0/24", "192.168.255.128/25", "10.0.0.5/32"] }),
  },
  ...(["objectStoreCidrs", "apiServerCidrs", "grafanaDatabaseCidrs"] as const).map((list) => ({
    row: "C48",
    stack: "prod" as const,
    bad: areas({ [list]: ["0.0.0.0/0"] }),
    message: `config error [C48] fraiseql-loki:network.${list}[0]: got "0.0.0.0/0"; expected the server's own addresses: this one also leads to the node's cloud identity.
  Fix: pulumi config rm --path 'fraiseql-loki:network.${list}[0]' (what is allowed without it is narrower)`,
    good: areas({ [list]: ["10.0.0.0/8"] }),
  })),
  {
    row: "C68",
    stack: "prod",
    bad: areas({ scrapers: ["Monitoring"] }),
    message: `config error [C68] fraiseql-loki:network.scrapers[0]: got "Monitoring"; expected the name of a namespace: 1 to 63 of a-z 0-9 -.
  Fix: pulumi config set --path 'fraiseql-loki:network.scrapers[0]' ingress-nginx`,
    good: areas({ scrapers: ["monitoring", "kube-system"] }),
  },
]);
