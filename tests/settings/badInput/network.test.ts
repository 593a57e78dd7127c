import { testRows } from "../badInput";

testRows([
  {
    row: "C68",
    stack: "dev",
    bad: { namespace: "default" },
    message: `config error [C68] fraiseql-loki:namespace: got "default"; expected a namespace that is not the cluster's own.
  Fix: pulumi config set fraiseql-loki:namespace loki`,
    good: { namespace: "loki-1" },
  },
  {
    row: "C68",
    stack: "dev",
    bad: { namespace: "kube-system" },
    message: `config error [C68] fraiseql-loki:namespace: got "kube-system"; expected a namespace that is not the cluster's own.
  Fix: pulumi config set fraiseql-loki:namespace loki`,
    good: { namespace: "loki-1" },
  },
  {
    row: "C68",
    stack: "dev",
    bad: { namespace: "Loki_1" },
    message: `config error [C68] fraiseql-loki:namespace: got "Loki_1"; expected a DNS label: at most 63 of a-z 0-9 -, not beginning or ending with -.
  Fix: pulumi config set fraiseql-loki:namespace loki`,
    good: { namespace: "loki-1" },
  },
  {
    row: "C68",
    stack: "dev",
    bad: { namespace: "-a" },
    message: `config error [C68] fraiseql-loki:namespace: got "-a"; expected a DNS label: at most 63 of a-z 0-9 -, not beginning or ending with -.
  Fix: pulumi config set fraiseql-loki:namespace loki`,
    good: { namespace: "loki-1" },
  },
  {
    row: "C68",
    stack: "dev",
    bad: { collector: { namespace: "kube-public" } },
    message: `config error [C68] fraiseql-loki:collector.namespace: got "kube-public"; expected a namespace that is not the cluster's own.
  Fix: pulumi config set --path 'fraiseql-loki:collector.namespace' loki-collector`,
    good: { collector: { namespace: "agents" } },
  },
  {
    row: "C68",
    stack: "dev",
    bad: { namespace: "logs", collector: { namespace: "logs" } },
    message: `config error [C68] fraiseql-loki:collector.namespace: got "logs"; expected a namespace other than fraiseql-loki:namespace: the agent may read the node's files, nothing else may.
  Fix: pulumi config set --path 'fraiseql-loki:collector.namespace' logs-collector`,
    good: { namespace: "logs", collector: { namespace: "logs-collector" } },
  },
  {
    row: "C71",
    stack: "dev",
    bad: { loki: { httpPort: 1023 } },
    message: `config error [C71] fraiseql-loki:loki.httpPort: got 1023; expected a whole number from 1024 to 65535.
  Fix: pulumi config set --path 'fraiseql-loki:loki.httpPort' 3100`,
    good: { loki: { httpPort: 1024 } },
  },
  {
    row: "C71",
    stack: "dev",
    bad: { loki: { httpPort: 65536 } },
    message: `config error [C71] fraiseql-loki:loki.httpPort: got 65536; expected a whole number from 1024 to 65535.
  Fix: pulumi config set --path 'fraiseql-loki:loki.httpPort' 3100`,
    good: { loki: { httpPort: 65535 } },
  },
  {
    row: "C71",
    stack: "dev",
    bad: { loki: { httpPort: "http" } },
    message: `config error [C71] fraiseql-loki:loki.httpPort: got "http"; expected a whole number from 1024 to 65535.
  Fix: pulumi config set --path 'fraiseql-loki:loki.httpPort' 3100`,
    good: { loki: { httpPort: 3101 } },
  },
  {
    row: "C71",
    stack: "dev",
    bad: { loki: { grpcPort: 3100 } },
    message: `config error [C71] fraiseql-loki:loki.grpcPort: got 3100; expected a port other than fraiseql-loki:loki.httpPort (3100).
  Fix: pulumi config set --path 'fraiseql-loki:loki.grpcPort' 9095`,
    good: { loki: { grpcPort: 3101 } },
  },
  {
    row: "C71",
    stack: "prod",
    bad: { gateway: { port: 9095 } },
    message: `config error [C71] fraiseql-loki:gateway.port: got 9095; expected a port other than fraiseql-loki:loki.grpcPort (9095).
  Fix: pulumi config set --path 'fraiseql-loki:gateway.port' 8080`,
    good: { gateway: { port: 9096 } },
  },
  {
    row: "C71",
    stack: "prod",
    bad: { loki: { grpcPort: 7946 }, ring: { kind: "memberlist" } },
    message: `config error [C71] fraiseql-loki:loki.grpcPort: got 7946; expected a port other than the port of memberlist (7946).
  Fix: pulumi config set --path 'fraiseql-loki:loki.grpcPort' 9095`,
    good: { loki: { grpcPort: 7946 } },
  },
]);
