import { testRows } from "../badInput";

testRows([
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "5 minutes" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "5 minutes"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 5m`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "1d12" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "1d12"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "-5m" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "-5m"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 5m`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "10" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "10"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: 10 } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got 10; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "30d" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "30d"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 720h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "2w" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "2w"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 336h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "0s" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "0s"; expected a Go duration longer than 0, such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "1.5h" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "1.5h"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "5m1h" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "5m1h"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { collector: { retryFor: "9999999h" } },
    message: `config error [C41] fraiseql-loki:collector.retryFor: got "9999999h"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:collector.retryFor' 24h`,
    good: { collector: { retryFor: "1h30m5s1ms" } },
  },
  {
    row: "C41",
    stack: "prod",
    bad: { ring: { kind: "consul", heartbeatTimeout: "ten" } },
    message: `config error [C41] fraiseql-loki:ring.heartbeatTimeout: got "ten"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:ring.heartbeatTimeout' 10m`,
    good: { ring: { kind: "consul", heartbeatTimeout: "10m" } },
  },
]);
