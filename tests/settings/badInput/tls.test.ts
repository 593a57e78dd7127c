import { testRows, warningsOf } from "../badInput";

const secrets = { kind: "secrets" };

testRows([
  {
    row: "a choice",
    stack: "prod",
    bad: { tls: { kind: "on" } },
    message: `config error [C18] fraiseql-loki:tls.kind: got "on"; expected one of none, secrets, certManager; did you mean none?
  Fix: pulumi config set --path 'fraiseql-loki:tls.kind' none`,
    good: { tls: secrets },
  },
  {
    row: "a switch",
    stack: "prod",
    bad: { tls: "true" },
    message: `config error [C46] fraiseql-loki:tls: got true; expected an object { kind: none | secrets | certManager, … }.
  Fix: pulumi config rm fraiseql-loki:tls`,
    good: { tls: { kind: "none" } },
  },
  {
    row: "a name",
    stack: "prod",
    bad: { tls: { ...secrets, lokiSecret: "Loki TLS" } },
    message: `config error fraiseql-loki:tls.lokiSecret: got "Loki TLS"; expected the name of a Kubernetes object: a-z 0-9 . -.
  Fix: pulumi config set --path 'fraiseql-loki:tls.lokiSecret' loki-tls`,
    good: { tls: { ...secrets, lokiSecret: "loki.tls-1" } },
  },
  {
    row: "an issuer that is missing",
    stack: "prod",
    bad: { tls: { kind: "certManager" } },
    message: `config error [C77] fraiseql-loki:tls.issuer: got nothing; expected a value: Name of the issuer that signs them: one with a CA, best of nothing but this stack.
  Fix: pulumi config set --path 'fraiseql-loki:tls.issuer' loki-ca`,
    good: { tls: { kind: "certManager", issuer: "loki-ca" } },
  },
  {
    row: "an issuer's kind",
    stack: "prod",
    bad: { tls: { kind: "certManager", issuer: "ca", issuerKind: "AWSPCAIssuer" } },
    message: `config error fraiseql-loki:tls.issuerKind: got "AWSPCAIssuer"; expected one of Issuer, ClusterIssuer; did you mean Issuer?
  Fix: pulumi config set --path 'fraiseql-loki:tls.issuerKind' Issuer`,
    good: { tls: { kind: "certManager", issuer: "ca", issuerKind: "ClusterIssuer" } },
  },
  {
    row: "no gateway",
    stack: "dev",
    bad: { tls: secrets },
    message: `config error fraiseql-loki:tls.kind: got "secrets"; expected none without fraiseql-loki:gateway.enabled: agents and Grafana would have to know Loki's CA, the gateway does.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.enabled' true`,
    good: { tls: secrets, gateway: { enabled: true } },
  },
  {
    row: "one Secret for both",
    stack: "prod",
    bad: { tls: { ...secrets, consulSecret: "loki-tls" } },
    message: `config error fraiseql-loki:tls.consulSecret: got "loki-tls"; expected a Secret other than fraiseql-loki:tls.lokiSecret: who holds a replica's key must not pass for a Consul server.
  Fix: pulumi config set --path 'fraiseql-loki:tls.consulSecret' consul-tls`,
    good: { tls: { ...secrets, consulSecret: "loki-tls" }, ring: { kind: "memberlist" } },
  },
  {
    row: "one Secret for both",
    stack: "prod",
    bad: { tls: { ...secrets, lokiSecret: "consul-tls" } },
    message: `config error fraiseql-loki:tls.consulSecret: got "consul-tls" (the default); expected a Secret other than fraiseql-loki:tls.lokiSecret: who holds a replica's key must not pass for a Consul server.
  Fix: pulumi config set --path 'fraiseql-loki:tls.consulSecret' consul-server-tls`,
    good: { tls: { ...secrets, lokiSecret: "consul-tls", consulSecret: "consul-server-tls" } },
  },
]);

const warning = (rpc: string, next: string) =>
  `config warning fraiseql-loki:tls.consulRpc: got "${rpc}"; expected required in the end: until then Consul's servers understand plain text.
  Fix: pulumi config set --path 'fraiseql-loki:tls.consulRpc' ${next} (once every server runs with the stage before)`;

test.each([
  ["accepted", warning("accepted", "offered")],
  ["offered", warning("offered", "required")],
  ["required", ""],
])("each preview warns of a stage on the way: %s", (consulRpc, expected) => {
  const tls = { ...secrets, consulRpc };
  expect(warningsOf("prod", { tls })).toBe(expected);
  expect(warningsOf("prod", { tls, ring: { kind: "memberlist" } })).toBe("");
});
