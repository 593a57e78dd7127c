import { testRows } from "../badInput";

const remoteWrite = { url: "https://metrics.example.com/api/v1/write" };

testRows([
  {
    row: "how metrics are found",
    stack: "prod",
    bad: { monitoring: { scrape: { kind: "serviceMonitors" } } },
    message: `config error [C18] fraiseql-loki:monitoring.scrape.kind: got "serviceMonitors"; expected one of annotations, podMonitors, none; did you mean podMonitors?
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.scrape.kind' podMonitors`,
    good: { monitoring: { scrape: { kind: "podMonitors" } } },
  },
  {
    row: "a canary of a tenant that there is not",
    stack: "prod",
    bad: { monitoring: { canary: { tenants: ["acme"] } } },
    message: `config error fraiseql-loki:monitoring.canary.tenants[0]: got "acme"; expected a tenant that is written to: one of fraiseql.
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.canary.tenants[0]' fraiseql`,
    good: { monitoring: { canary: { tenants: ["fraiseql"] } } },
  },
  {
    row: "a password without its user",
    stack: "prod",
    bad: { monitoring: { remoteWrite: { ...remoteWrite, password: "secret" } } },
    message: `config error fraiseql-loki:monitoring.remoteWrite.user: got nothing; expected the user whose password is given.
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.remoteWrite.user' <value>`,
    good: { monitoring: { remoteWrite: { ...remoteWrite, user: "acme", password: "secret" } } },
  },
  {
    row: "a user without a password",
    stack: "prod",
    bad: { monitoring: { remoteWrite: { ...remoteWrite, user: "acme" } } },
    message: `config error fraiseql-loki:monitoring.remoteWrite.user: got "acme"; expected nothing without a password or passwordSecret.
  Fix: pulumi config rm --path 'fraiseql-loki:monitoring.remoteWrite.user'`,
    good: { monitoring: { remoteWrite } },
  },
  {
    row: "two passwords",
    stack: "prod",
    bad: {
      monitoring: {
        remoteWrite: {
          ...{ ...remoteWrite, user: "acme", password: "secret" },
          passwordSecret: { name: "remote-write" },
        },
      },
    },
    message: `config error fraiseql-loki:monitoring.remoteWrite.passwordSecret: got a value; expected one of it and fraiseql-loki:monitoring.remoteWrite.password.
  Fix: pulumi config rm --path 'fraiseql-loki:monitoring.remoteWrite.passwordSecret'`,
    good: {
      monitoring: {
        remoteWrite: { ...remoteWrite, user: "acme", passwordSecret: { name: "remote-write" } },
      },
    },
  },
  {
    row: "a password in clear on its way",
    stack: "prod",
    bad: {
      monitoring: {
        remoteWrite: { url: "http://metrics.example.com/write", user: "acme", password: "secret" },
      },
    },
    message: `config error fraiseql-loki:monitoring.remoteWrite.url: got "http://metrics.example.com/write"; expected https: the password is read by whoever is on the way.
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.remoteWrite.url' https://metrics.example.com/write`,
    good: {
      monitoring: {
        remoteWrite: {
          ...{ url: "http://mimir.metrics.svc:8080/write", user: "acme" },
          password: "secret",
        },
      },
    },
  },
  {
    row: "a label of a PodMonitor",
    stack: "prod",
    bad: { monitoring: { scrape: { kind: "podMonitors", labels: { release: "a b" } } } },
    message: `config error fraiseql-loki:monitoring.scrape.labels: got release=a b; expected labels of an object such as release=prometheus.
  Fix: change release`,
    good: { monitoring: { scrape: { kind: "podMonitors", labels: { release: "prometheus" } } } },
  },
  {
    row: "a label of series",
    stack: "prod",
    bad: { monitoring: { remoteWrite: { ...remoteWrite, externalLabels: { "my-cluster": "a" } } } },
    message: `config error fraiseql-loki:monitoring.remoteWrite.externalLabels: got "my-cluster"; expected names of labels of a series such as cluster: letters, digits and _, not __ at first.
  Fix: rename "my-cluster"`,
    good: { monitoring: { remoteWrite: { ...remoteWrite, externalLabels: { cluster: "a" } } } },
  },
]);
