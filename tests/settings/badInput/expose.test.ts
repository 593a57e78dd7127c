import { testRows, warningsOf, problemsOf } from "../badInput";

const network = { gatewayClients: ["ingress-nginx"], grafanaClients: ["ingress-nginx"] };
const ingress = (changes: object = {}) => ({
  kind: "ingress",
  host: "logs.example.com",
  tlsSecretName: "logs-tls",
  ...changes,
});
const route = (changes: object = {}) => ({
  kind: "httpRoute",
  host: "logs.example.com",
  parentRef: { name: "public", sectionName: "https" },
  ...changes,
});
const gateway = (expose: object, more: object = {}) => ({ network, gateway: { expose }, ...more });
const grafana = (expose: object, more: object = {}) => ({ network, grafana: { expose, ...more } });
const good = gateway(ingress());
const dnsName = "a DNS name such as logs.example.com: lower case, no scheme, port, path or *";

testRows([
  ...[
    "https://logs.example.com",
    "Logs.example.com",
    "logs.example.com:443",
    "*.example.com",
    "logs.example.com/push",
    "10.0.0.1",
    "logs",
    "x_y.example.com",
    `${"a".repeat(50)}.`.repeat(4) + "b".repeat(50),
  ].map((host) => ({
    row: "C49",
    stack: "prod" as const,
    bad: gateway(ingress({ host })),
    message: `config error [C49] fraiseql-loki:gateway.expose.host: got ${JSON.stringify(host.slice(0, 100)).replace(/"$/, host.length > 100 ? '…"' : '"')}; expected ${dnsName}.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.host' logs.example.com`,
    good,
  })),
  {
    row: "C18",
    stack: "prod",
    bad: gateway({ kind: "ingres", host: "logs.example.com" }),
    message: `config error [C18] fraiseql-loki:gateway.expose.kind: got "ingres"; expected one of ingress, httpRoute; did you mean ingress?
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.kind' ingress
config error fraiseql-loki:gateway.expose.tlsSecretName: got nothing; expected the Secret with the certificate: without TLS passwords are sent in clear.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.tlsSecretName' logs-tls (or set fraiseql-loki:gateway.expose.tls to elsewhere where a load balancer has the certificate)`,
    good,
  },
  {
    row: "C77",
    stack: "prod",
    bad: gateway({ kind: "httpRoute", host: "logs.example.com" }),
    message: `config error [C77] fraiseql-loki:gateway.expose.parentRef.name: got nothing; expected a value: Name of the Gateway.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.parentRef.name' public`,
    good: gateway(route()),
  },
  {
    row: "an annotation",
    stack: "prod",
    bad: gateway(ingress({ annotations: { "a/b/c": "x" } })),
    message: `config error fraiseql-loki:gateway.expose.annotations: got "a/b/c"; expected names of annotations such as nginx.ingress.kubernetes.io/proxy-body-size.
  Fix: rename "a/b/c"`,
    good: gateway(ingress({ annotations: { "a.b/c-d_E.f": "x", plain: "", count: 600 } })),
  },
  {
    row: "annotations that are none",
    stack: "prod",
    bad: gateway(ingress({ annotations: "x" })),
    message: `config error [C46] fraiseql-loki:gateway.expose.annotations: got "x"; expected an object of texts by name.
  Fix: pulumi config rm --path 'fraiseql-loki:gateway.expose.annotations', then pulumi config set --path 'fraiseql-loki:gateway.expose.annotations["<name>"]' <value>`,
    good: gateway(ingress({ annotations: {} })),
  },
  {
    row: "an annotation that is no text",
    stack: "prod",
    bad: gateway(ingress({ annotations: { "a.b/c": true } })),
    message: `config error [C46] fraiseql-loki:gateway.expose.annotations["a.b/c"]: got true; expected a text in quotes.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.annotations["a.b/c"]' value`,
    good: gateway(ingress({ annotations: { "a.b/c": "true" } })),
  },
  {
    row: "no gateway",
    stack: "dev",
    bad: gateway(ingress()),
    message: `config error fraiseql-loki:gateway.expose: got an object; expected nothing while fraiseql-loki:gateway.enabled is false: Loki itself asks for no password.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.enabled' true`,
    good: { gateway: { enabled: true, expose: ingress() } },
  },
  {
    row: "no Grafana",
    stack: "prod",
    bad: grafana(ingress(), { deploy: false }),
    message: `config error fraiseql-loki:grafana.expose: got an object; expected nothing while fraiseql-loki:grafana.deploy is false: there is nothing to reach.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.deploy' true`,
    good: grafana(ingress()),
  },
  ...(["dev", "prod"] as const).map((stack) => ({
    row: "no certificate",
    stack,
    bad: grafana({ kind: "ingress", host: "logs.example.com" }),
    message: `config error fraiseql-loki:grafana.expose.tlsSecretName: got nothing; expected the Secret with the certificate: without TLS passwords are sent in clear.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.expose.tlsSecretName' logs-tls (or set fraiseql-loki:grafana.expose.tls to elsewhere where a load balancer has the certificate)`,
    good: grafana({ kind: "ingress", host: "logs.example.com", tls: "elsewhere" }),
  })),
  {
    row: "a certificate that nobody uses",
    stack: "prod",
    bad: gateway(ingress({ tls: "elsewhere" })),
    message: `config error fraiseql-loki:gateway.expose.tlsSecretName: got "logs-tls"; expected nothing while fraiseql-loki:gateway.expose.tls is elsewhere: nobody would use it.
  Fix: pulumi config rm --path 'fraiseql-loki:gateway.expose.tlsSecretName'`,
    good,
  },
  ...(["gateway", "grafana"] as const).map((area) => ({
    row: "nobody is let in",
    stack: "prod" as const,
    bad: { [area]: { expose: ingress() } },
    message: `config error fraiseql-loki:network.${area}Clients: got an empty list (the default); expected the namespace of the controller that fraiseql-loki:${area}.expose leads through.
  Fix: pulumi config set --path 'fraiseql-loki:network.${area}Clients[0]' ingress-nginx (or its addresses in fraiseql-loki:network.${area}ClientCidrs where it is no pod)`,
    good: {
      [area]: { expose: ingress() },
      network: { [`${area}ClientCidrs`]: ["10.0.0.0/16"] },
    },
  })),
  {
    row: "nobody is refused",
    stack: "prod",
    bad: { gateway: { expose: ingress() } },
    message: `config error fraiseql-loki:network.gatewayClients: got an empty list (the default); expected the namespace of the controller that fraiseql-loki:gateway.expose leads through.
  Fix: pulumi config set --path 'fraiseql-loki:network.gatewayClients[0]' ingress-nginx (or its addresses in fraiseql-loki:network.gatewayClientCidrs where it is no pod)`,
    good: {
      gateway: { expose: ingress() },
      network: { policies: false },
      acceptedRisks: ["network.policies"],
    },
  },
  {
    row: "one host for two",
    stack: "prod",
    bad: { network, gateway: { expose: ingress() }, grafana: { expose: route() } },
    message: `config error fraiseql-loki:grafana.expose.host: got "logs.example.com"; expected a name other than fraiseql-loki:gateway.expose.host.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.expose.host' grafana.logs.example.com`,
    good: {
      network,
      gateway: { expose: ingress() },
      grafana: { expose: route({ host: "grafana.example.com" }) },
    },
  },
  ...[
    "https://other.example.com",
    "http://logs.example.com",
    "https://logs.example.com/grafana",
  ].map((url) => ({
    row: "two addresses",
    stack: "prod" as const,
    bad: grafana(ingress(), { url }),
    message: `config error fraiseql-loki:grafana.url: got "${url}"; expected the address at which it is exposed: https://logs.example.com.
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.url' (https://logs.example.com is the default)`,
    good: grafana(ingress(), { url: "https://logs.example.com/" }),
  })),
]);

const plainIngress = { kind: "ingress", host: "logs.example.com", tls: "off" };

test.each([
  [
    "a route at every listener",
    gateway(route({ parentRef: { name: "public" } })),
    `config warning fraiseql-loki:gateway.expose.parentRef.sectionName: got nothing; expected the name of the Gateway's listener with TLS: the route is that of every listener.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.parentRef.sectionName' https`,
  ],
])("%s is accepted in prod with a warning", (_, areas, warning) => {
  expect(problemsOf("prod", areas)).toBe("");
  expect(warningsOf("prod", areas)).toBe(warning);
});

test.each([
  ["prod", "with a certificate", gateway(ingress())],
  ["prod", "at a listener", grafana(route())],
  ["dev", "without TLS", grafana(plainIngress)],
])("%s is exposed %s without a warning", (stack, _, areas) => {
  expect(problemsOf(stack, areas)).toBe("");
  expect(warningsOf(stack, areas)).toBe("");
});
