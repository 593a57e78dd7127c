import { certificates } from "../../support/certificateTexts";
import { testRows } from "../badInput";

const { authority, past, leaf } = certificates;
const tls = (changes: Record<string, unknown> = {}) => ({
  gateway: { tls: { secretName: "loki-gateway-tls", caCertificate: authority, ...changes } },
});
const key = "fraiseql-loki:gateway.tls";
const fix = (name: string) => `pulumi config set --path '${key}.${name}' "$(cat ca.pem)"`;
const notOne = (got: string, name = "caCertificate") =>
  `config error ${key}.${name}: got ${got}; expected certificates of certificate authorities in PEM.
  Fix: ${fix(name)}`;

testRows([
  {
    row: "CA: no PEM",
    stack: "prod",
    bad: tls({ caCertificate: "ca.pem" }),
    message: notOne("something else (value not shown)"),
    good: tls(),
  },
  {
    row: "CA: empty",
    stack: "prod",
    bad: tls({ caCertificate: " " }),
    message: notOne("something else (value not shown)"),
    good: tls({ caCertificate: `\n${authority}\n${authority}\n` }),
  },
  {
    row: "CA: a key",
    stack: "prod",
    bad: tls({ caCertificate: `-----BEGIN PRIVATE KEY-----\nAAAA\n${authority}` }),
    message: notOne("a text with a private key (value not shown)"),
    good: tls(),
  },
  {
    row: "CA: broken",
    stack: "prod",
    bad: tls({ caCertificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }),
    message: notOne("a certificate that cannot be read (value not shown)"),
    good: tls(),
  },
  {
    row: "CA: a server's",
    stack: "prod",
    bad: tls({ clientCaCertificate: `${authority}\n${leaf}` }),
    message: notOne("the certificate of CN=leaf, not a CA's", "clientCaCertificate"),
    good: tls({ clientCaCertificate: authority }),
  },
  {
    row: "CA: expired",
    stack: "prod",
    bad: tls({ caCertificate: past }),
    message: `config error ${key}.caCertificate: got a certificate that was valid until 2021-01-01; expected one that is valid today.
  Fix: ${fix("caCertificate")}`,
    good: tls({ caCertificate: `${past}\n${authority}` }),
  },
  {
    row: "CA: none",
    stack: "prod",
    bad: { gateway: { tls: { secretName: "a" } } },
    message: `config error [C77] ${key}.caCertificate: got nothing; expected a value: Whom Grafana, the collector and the commands trust: PEM of the CA that signed it, or of both while the CA changes.
  Fix: ${fix("caCertificate")}`,
    good: tls(),
  },
  {
    row: "client CA: expired",
    stack: "prod",
    bad: tls({ clientCaCertificate: past }),
    message: `config error ${key}.clientCaCertificate: got a certificate that was valid until 2021-01-01; expected one that is valid today.
  Fix: ${fix("clientCaCertificate")}`,
    good: tls({ clientCaCertificate: authority }),
  },
  {
    row: "name with a port",
    stack: "prod",
    bad: tls({ serverName: "logs.example.com:443" }),
    message: `config error ${key}.serverName: got "logs.example.com:443"; expected a DNS name without * and port.
  Fix: pulumi config set --path '${key}.serverName' logs.example.com`,
    good: tls({ serverName: "logs.example.com" }),
  },
  {
    row: "any name",
    stack: "prod",
    bad: tls({ serverName: "*.example.com" }),
    message: `config error ${key}.serverName: got "*.example.com"; expected a DNS name without * and port.
  Fix: pulumi config set --path '${key}.serverName' logs.example.com`,
    good: tls({ serverName: "logs" }),
  },
  {
    row: "TLS without a gateway",
    stack: "dev",
    bad: tls(),
    message: `config error ${key}: got a value; expected nothing without the gateway: fraiseql-loki:gateway.enabled is false.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.enabled' true, or pulumi config rm --path '${key}'`,
    good: { gateway: { enabled: true, ...tls().gateway } },
  },
  {
    row: "C71",
    stack: "prod",
    bad: { gateway: { port: 9181, ...tls().gateway } },
    message: `config error [C71] fraiseql-loki:gateway.port: got 9181; expected a port other than the port of the gateway's certificate (9181).
  Fix: pulumi config set --path 'fraiseql-loki:gateway.port' 8080`,
    good: { gateway: { port: 9181 } },
  },
  {
    row: "C71",
    stack: "prod",
    bad: tls({ port: 8080 }),
    message: `config error [C71] ${key}.port: got 8080; expected a port other than fraiseql-loki:gateway.port (8080).
  Fix: pulumi config set --path '${key}.port' 8443`,
    good: tls({ port: 8081 }),
  },
]);

const forwardAuth = { url: "http://oauth2-proxy.auth.svc:4180" };
const groups = (...names: readonly (string | undefined)[]) => ({
  gateway: { forwardAuth },
  tenants: names.map((readGroup, index) => ({ id: `t${index}`, readGroup })),
});
const group = (index: number) => `fraiseql-loki:tenants[${index}].readGroup`;

testRows([
  {
    row: "C70",
    stack: "prod",
    bad: { ...groups("a"), gateway: { forwardAuth: { url: "oauth2-proxy:4180" } } },
    message: `config error [C70] fraiseql-loki:gateway.forwardAuth.url: got "oauth2-proxy:4180"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.forwardAuth.url' http://oauth2-proxy.auth.svc:4180`,
    good: groups("a"),
  },
  {
    row: "path",
    stack: "prod",
    bad: { ...groups("a"), gateway: { forwardAuth: { ...forwardAuth, path: "{env.HOME}" } } },
    message: `config error fraiseql-loki:gateway.forwardAuth.path: got "{env.HOME}"; expected a path of letters, digits and / . _ -.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.forwardAuth.path' /oauth2/auth`,
    good: { ...groups("a"), gateway: { forwardAuth: { ...forwardAuth, path: "/auth" } } },
  },
  {
    row: "header",
    stack: "prod",
    bad: { ...groups("a"), gateway: { forwardAuth: { ...forwardAuth, groupsHeader: "X Y" } } },
    message: `config error fraiseql-loki:gateway.forwardAuth.groupsHeader: got "X Y"; expected the name of a header.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.forwardAuth.groupsHeader' X-Auth-Request-Groups`,
    good: { ...groups("a"), gateway: { forwardAuth: { ...forwardAuth, groupsHeader: "X-Y" } } },
  },
  {
    row: "nobody's group",
    stack: "prod",
    bad: groups(undefined),
    message: `config error ${group(0)}: got nothing; expected a group for at least one tenant: with fraiseql-loki:gateway.forwardAuth alone nobody reads more.
  Fix: pulumi config set --path '${group(0)}' loki-fraiseql`,
    good: groups(undefined, "a"),
  },
  {
    row: "group without a question",
    stack: "prod",
    bad: { tenants: [{ id: "a", readGroup: "x" }] },
    message: `config error ${group(0)}: got "x"; expected nothing without fraiseql-loki:gateway.forwardAuth: nobody asks for groups.
  Fix: pulumi config rm --path '${group(0)}'`,
    good: { tenants: [{ id: "a" }] },
  },
  {
    row: "one group, two tenants",
    stack: "prod",
    bad: groups("x", "x"),
    message: `config error ${group(1)}: got "x"; expected a group other than ${group(0)}: its people would read one tenant only.
  Fix: pulumi config set --path '${group(1)}' loki-fraiseql`,
    good: groups("x", "y"),
  },
  {
    row: "two groups",
    stack: "prod",
    bad: groups("x,y"),
    message: `config error ${group(0)}: got "x,y"; expected the name of one group, without a comma.
  Fix: pulumi config set --path '${group(0)}' loki-fraiseql`,
    good: groups("x y"),
  },
]);
