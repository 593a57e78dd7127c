import { problemsOf, s3, s3Compatible, testRows } from "../badInput";

const arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
const irsa = (changes: object = {}) => ({ kind: "irsa", oidcProviderArn: arn, ...changes });
const ingress = { kind: "ingress", host: "logs.example.com", tlsSecretName: "logs-tls" };
const network = { gatewayClients: ["ingress-nginx"] };
const exposed = { network, gateway: { expose: ingress } };

const noKeys =
  "got an unknown key; expected no static keys: the pods have an identity (fraiseql-loki:storage.identity podIdentity or irsa, Workload Identity with gcs)";
const labels =
  "got an unknown key; expected no labels of one's own: each value of one would make streams; fields go to fraiseql-loki:collector.structuredMetadata";
const noSwitch =
  "got an unknown key; expected no such switch: whoever reads has a password, or an account by fraiseql-loki:grafana.oauth or fraiseql-loki:gateway.forwardAuth";

testRows([
  ...["accessKeyId", "secretAccessKey", "credentials"].map((name) => ({
    row: "C29",
    stack: "prod" as const,
    bad: { storage: s3({ [name]: name === "credentials" ? {} : "AKIAEXAMPLE" }) },
    message: `config error [C29] fraiseql-loki:storage.${name}: ${noKeys}.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.${name}'`,
    good: { storage: s3Compatible() },
  })),
  {
    row: "C30",
    stack: "prod",
    bad: { storage: s3({ identity: { kind: "irsa" } }) },
    message: `config error [C30] fraiseql-loki:storage.identity.oidcProviderArn: got nothing; expected a value: ARN of the cluster's OpenID Connect provider.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.oidcProviderArn' ${arn}`,
    good: { storage: s3({ identity: irsa() }) },
  },
  {
    row: "C30",
    stack: "prod",
    bad: { storage: s3({ identity: irsa({ oidcProviderArn: `${arn}*` }) }) },
    message:
      `config error [C30] fraiseql-loki:storage.identity.oidcProviderArn: got "${arn.slice(0, 100)}"; expected arn:aws:iam::<account>:oidc-provider/<issuer without https://>.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.oidcProviderArn' ${arn}`.replace(
        `${arn.slice(0, 100)}"`,
        `${arn}*"`,
      ),
    good: { storage: s3({ identity: irsa() }) },
  },
  {
    row: "C30",
    stack: "prod",
    bad: { storage: s3({ identity: irsa({ subject: "system:serviceaccount:*:*" }) }) },
    message: `config error [C30] fraiseql-loki:storage.identity.subject: got an unknown key; expected no subject: the trust names exactly the one ServiceAccount of Loki's pods.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.identity.subject'`,
    good: { storage: s3({ identity: irsa() }) },
  },
  {
    row: "C50",
    stack: "prod",
    bad: { network, gateway: { expose: { kind: "ingress", tlsSecretName: "logs-tls" } } },
    message: `config error [C50] fraiseql-loki:gateway.expose.host: got nothing; expected a value: Name by which it is reached from outside.
  Fix: pulumi config set --path 'fraiseql-loki:gateway.expose.host' logs.example.com`,
    good: exposed,
  },
  {
    row: "C50",
    stack: "prod",
    bad: { gateway: { host: "*.example.com" } },
    message: `config error [C50] fraiseql-loki:gateway.host: got an unknown key; expected fraiseql-loki:gateway.expose.host, of which the certificate is.
  Fix: pulumi config rm --path 'fraiseql-loki:gateway.host', then pulumi config set --path 'fraiseql-loki:gateway.expose.host' logs.example.com`,
    good: exposed,
  },
  ...["labels", "externalLabels"].map((name) => ({
    row: "C53",
    stack: "prod" as const,
    bad: { collector: { [name]: ["user_id", "1abc", "__x"] } },
    message: `config error [C53] fraiseql-loki:collector.${name}: ${labels}.
  Fix: pulumi config rm --path 'fraiseql-loki:collector.${name}', then pulumi config set --path 'fraiseql-loki:collector.structuredMetadata[0]' trace_id`,
    good: { collector: { structuredMetadata: ["trace_id"] } },
  })),
  ...(
    [
      ["gateway", "auth", "none"],
      ["grafana", "anonymous", true],
    ] as const
  ).map(([area, name, value]) => ({
    row: "C54",
    stack: "prod" as const,
    bad: { [area]: { [name]: value } },
    message: `config error [C54] fraiseql-loki:${area}.${name}: ${noSwitch}.
  Fix: pulumi config rm --path 'fraiseql-loki:${area}.${name}'`,
    good: {},
  })),
  {
    row: "C65",
    stack: "prod",
    bad: {
      loki: { schema: [{ from: "2024-04-01", version: "v12" }] },
      collector: { structuredMetadata: ["trace_id"] },
    },
    message: `config error [C65] fraiseql-loki:loki.schema[0].version: got "v12"; expected v13.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[0].version' v13`,
    good: { loki: { schema: [{ from: "2024-04-01", version: "v13" }] } },
  },
  {
    row: "C74",
    stack: "prod",
    bad: { storage: s3({ objectLock: "compliance" }) },
    message: `config error [C74] fraiseql-loki:storage.objectLock: got an unknown key; expected no object lock: under it deletions only add markers, and what is kept grows for ever.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.objectLock', then pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 8760h`,
    good: { loki: { retentionPeriod: "8760h" } },
  },
  {
    row: "C75",
    stack: "prod",
    bad: { storage: s3({ mfaDelete: true }) },
    message: `config error [C75] fraiseql-loki:storage.mfaDelete: got an unknown key; expected no MFA delete: S3 refuses it beside lifecycle rules, by which chunks expire; versions are kept.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.mfaDelete', then pulumi config set --path 'fraiseql-loki:storage.lifecycle.noncurrentDays' 30`,
    good: { storage: s3({ lifecycle: { noncurrentDays: 30 } }) },
  },
  {
    row: "C76",
    stack: "prod",
    bad: { ring: { kind: "consul", prefix: "collectors/" } },
    message: `config error [C76] fraiseql-loki:ring.prefix: got an unknown key; expected no prefix: each stack has a Consul of its own.
  Fix: pulumi config rm --path 'fraiseql-loki:ring.prefix'`,
    good: { ring: { kind: "consul" } },
  },
]);

const guessed = (path: string) =>
  `config error [C55] fraiseql-loki:${path}: got [secret]; expected one without names and common words (value not shown).
  Fix: pulumi config rm --path 'fraiseql-loki:${path}' (one is generated)`;

testRows([
  ...[
    "admin",
    "password",
    "grafana",
    "Administrator123",
    "grafana-password-2026!",
    "aaaaaaaaaaaaaaaa",
    "1212121212121212",
  ].map((adminPassword) => ({
    row: "C55",
    stack: "dev" as const,
    bad: { grafana: { adminPassword } },
    message: guessed("grafana.adminPassword"),
    good: { grafana: { adminPassword: "correct horse battery" } },
  })),
  {
    row: "C55",
    stack: "prod",
    bad: { grafana: { adminUser: "wolfgang.amadeus", adminPassword: "Wolfgang.Amadeus" } },
    message: guessed("grafana.adminPassword"),
    good: { grafana: { adminUser: "wolfgang", adminPassword: "Wolfgang.Amadeus" } },
  },
  ...["writePassword", "readPassword"].map((name) => ({
    row: "C55",
    stack: "prod" as const,
    bad: { tenants: [{ id: "payments-and-more", [name]: "payments-and-more-write" }] },
    message: guessed(`tenants[0].${name}`),
    good: { tenants: [{ id: "payments-and-more", [name]: "correct horse battery" }] },
  })),
  {
    row: "C56",
    stack: "prod",
    bad: { tenants: [{ id: "payments", writePassword: "correct-horse-1" }] },
    message: `config error [C56] fraiseql-loki:tenants[0].writePassword: got [secret]; expected at least 16 characters (value not shown).
  Fix: pulumi config rm --path 'fraiseql-loki:tenants[0].writePassword' (one is generated)`,
    good: { tenants: [{ id: "payments", writePassword: "correct-horse-12" }] },
  },
]);

test("in dev tenants may have any password, and one that is being replaced may be weak", () => {
  const weak = { id: "a", writePassword: "a" };
  const replaced = { passwordGeneration: 2, previousWritePassword: "password" };
  const strong = { id: "a", writePassword: "correct horse battery", ...replaced };

  expect(problemsOf("dev", { gateway: { enabled: true }, tenants: [weak] })).toBe("");
  expect(problemsOf("prod", { tenants: [strong] })).toBe("");
});
