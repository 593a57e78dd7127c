import { certificates } from "../../support/certificateTexts";
import { problemsOf, testRows, type Areas } from "../badInput";

const secret = "hunter2-hunter2";
const postgres = (changes: Areas = {}) => ({
  kind: "postgres",
  host: "postgres.databases.svc:5432",
  password: secret,
  ...changes,
});
const mysql = (changes: Areas = {}) => ({ ...postgres(), kind: "mysql", ...changes });
const areas = (database: Areas, more: Areas = {}) => ({ grafana: { database, ...more } });
const key = "fraiseql-loki:grafana.database";
const good = areas(postgres());

const hosts = [
  ["db.example.com", '"db.example.com"'],
  ["db.example.com:0", '"db.example.com:0"'],
  ["db.example.com:65536", '"db.example.com:65536"'],
  ["postgres://db.example.com:5432", '"postgres://db.example.com:5432"'],
  ["grafana:hunter2@db.example.com:5432", '"[secret]@db.example.com:5432"'],
  ["db.example.com:5432/grafana", '"db.example.com:5432/grafana"'],
] as const;

testRows([
  ...hosts.map(([host, got]) => ({
    row: "C70",
    stack: "prod" as const,
    bad: areas(postgres({ host })),
    message: `config error [C70] ${key}.host: got ${got}; expected host:port, without scheme and credentials.
  Fix: pulumi config set --path '${key}.host' postgresql.databases.svc:5432`,
    good: areas(postgres({ host: "[fd00::7]:5432" })),
  })),
  ...["localhost:3306", "127.0.0.1:3306", "[::1]:3306"].map((host) => ({
    row: "its own pod",
    stack: "dev" as const,
    bad: areas(mysql({ host })),
    message: `config error ${key}.host: got "${host}"; expected the server as pods reach it: localhost is Grafana's own pod.
  Fix: pulumi config set --path '${key}.host' mysql.databases.svc:3306`,
    good: areas(mysql({ host: "localhost.example.com:3306" })),
  })),
  {
    row: "C18",
    stack: "dev",
    bad: areas({ ...postgres(), kind: "postgresql" }),
    message: `config error [C18] ${key}.kind: got "postgresql"; expected one of postgres, mysql; did you mean postgres?
  Fix: pulumi config set --path '${key}.kind' postgres`,
    good,
  },
  {
    row: "a mode that MySQL has not",
    stack: "prod",
    bad: areas(mysql({ sslMode: "verify-ca" })),
    message: `config error ${key}.sslMode: got "verify-ca"; expected one of disable, require, verify-full; did you mean verify-full?
  Fix: pulumi config set --path '${key}.sslMode' verify-full`,
    good: areas(postgres({ sslMode: "verify-ca" })),
  },
  {
    row: "a database",
    stack: "dev",
    bad: areas(postgres({ name: "grafana?sslmode=disable" })),
    message: `config error ${key}.name: got "grafana?sslmode=disable"; expected 1 to 63 of A-Za-z0-9 _ -.
  Fix: pulumi config set --path '${key}.name' grafana`,
    good: areas(postgres({ name: "acme_grafana-2" })),
  },
  {
    row: "a user",
    stack: "dev",
    bad: areas(mysql({ user: "a:b" })),
    message: `config error ${key}.user: got "a:b"; expected 1 to 63 of A-Za-z0-9 _ . @ -.
  Fix: pulumi config set --path '${key}.user' grafana`,
    good: areas(mysql({ user: "grafana@acme" })),
  },
  ...["with a space", "with'a quote", String.raw`with\a slash`.replace(" ", "")].map(
    (password) => ({
      row: "a password that Grafana would cut",
      stack: "prod" as const,
      bad: areas(postgres({ password })),
      message: String.raw`config error ${key}.password: got [secret]; expected a secret without spaces, ' and \ (value not shown).
  Fix: give the user another password`,
      good: areas(mysql({ password })),
    }),
  ),
  ...["a$__env{b}c", "a%(b)sc"].map((password) => ({
    row: "a password that Grafana would change",
    stack: "prod" as const,
    bad: areas(mysql({ password })),
    message: `config error ${key}.password: got [secret]; expected a secret without $__ and %(, which Grafana replaces (value not shown).
  Fix: give the user another password`,
    good: areas(mysql({ password: "a$b{c}%d#e;f" })),
  })),
  {
    row: "no password",
    stack: "prod",
    bad: areas(postgres({ password: undefined })),
    message: `config error ${key}.password: got nothing; expected the user's password.
  Fix: pulumi config set --secret --path '${key}.password' <value> (or name the Secret that holds it: pulumi config set --path '${key}.passwordSecret.name' <value>)`,
    good: areas(postgres({ password: undefined, passwordSecret: { name: "acme" } })),
  },
  {
    row: "a password in two places",
    stack: "prod",
    bad: areas(postgres({ passwordSecret: { name: "acme" } })),
    message: `config error ${key}.password: got [secret]; expected nothing beside ${key}.passwordSecret, which says where the password is.
  Fix: pulumi config rm --path '${key}.password'`,
    good,
  },
  ...(["postgres", "mysql"] as const).map((kind) => ({
    row: "a certificate that nobody looks at",
    stack: "prod" as const,
    bad: areas(postgres({ kind, sslMode: "require", caCertificate: certificates.authority })),
    message: `config error ${key}.caCertificate: got a certificate; expected nothing with ${key}.sslMode require: no certificate is verified.
  Fix: pulumi config set --path '${key}.sslMode' verify-full (or pulumi config rm --path '${key}.caCertificate')`,
    good: areas(postgres({ kind, caCertificate: certificates.authority })),
  })),
  {
    row: "a name that nobody looks at",
    stack: "prod",
    bad: areas(mysql({ sslMode: "require", serverName: "db" })),
    message: `config error ${key}.serverName: got "db"; expected nothing with ${key}.sslMode require: no certificate is verified.
  Fix: pulumi config set --path '${key}.sslMode' verify-full (or pulumi config rm --path '${key}.serverName')`,
    good: areas(mysql({ serverName: "db" })),
  },
  {
    row: "replicas without a database",
    stack: "dev",
    bad: { grafana: { replicas: 2 } },
    message: `config error fraiseql-loki:grafana.replicas: got 2; expected 1 without ${key}: each would have users, sign-ins and dashboards of its own.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.replicas' 1 (or name a database: docs/dashboards.md, Where Grafana keeps its data)`,
    good: areas(postgres(), { replicas: 2 }),
  },
  {
    row: "a volume beside a database",
    stack: "prod",
    bad: areas(postgres(), { volumeSize: "5Gi" }),
    message: `config error fraiseql-loki:grafana.volumeSize: got "5Gi"; expected none beside ${key}: nothing that is kept would be on it.
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.volumeSize'`,
    good: areas(postgres(), { volumeSize: "none" }),
  },
  {
    row: "no Grafana",
    stack: "prod",
    bad: areas(postgres(), { deploy: false }),
    message: `config error ${key}: got an object; expected nothing while fraiseql-loki:grafana.deploy is false: there is no Grafana.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.deploy' true`,
    good,
  },
  ...[
    ["postgres:5432", "loki"],
    ["postgres.loki:5432", "loki"],
    ["postgres.loki.svc.cluster.local:5432", "loki"],
    ["postgres.loki-collector.svc:5432", "loki-collector"],
  ].map(([host, namespace]) => ({
    row: "a namespace that is shut",
    stack: "prod" as const,
    bad: areas(postgres({ host })),
    message: `config error ${key}.host: got "${String(host)}"; expected a server outside the namespace ${String(namespace)}, in which fraiseql-loki:network.policies shuts every pod that is not the stack's.
  Fix: pulumi config set --path '${key}.host' postgresql.databases.svc:5432 (or, where that Service leads out of it: pulumi config set --path 'fraiseql-loki:network.grafanaDatabaseCidrs[0]' <value>)`,
    good: { ...areas(postgres({ host })), network: { grafanaDatabaseCidrs: ["10.9.0.0/24"] } },
  })),
]);

test("without policies a database may be anywhere in the cluster", () => {
  expect(problemsOf("dev", areas(postgres({ host: "postgres:5432" })))).toBe("");
});

test("what says where the database is holds no secret", () => {
  const host = `grafana:${secret}@db:5432`;
  expect(problemsOf("prod", areas(postgres({ host })))).not.toContain(secret);
});
