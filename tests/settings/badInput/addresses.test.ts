import { s3Compatible, testRows } from "../badInput";

testRows([
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "objects.example.com:9000" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "objects.example.com:9000"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "http://user:hunter2@objects:9000" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "http://[secret]@objects:9000"; expected http(s)://host:port without credentials: put them in a secret.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "user:hunter2@objects:9000" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "[secret]@objects:9000"; expected http(s)://host:port without credentials: put them in a secret.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "ftp://objects:9000" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "ftp://objects:9000"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "http://objects:0" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "http://objects:0"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "prod",
    bad: { storage: s3Compatible({ endpoint: "http://objects/path" }) },
    message: `config error [C70] fraiseql-loki:storage.endpoint: got "http://objects/path"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:storage.endpoint' https://objects.example.com:9000`,
    good: { storage: s3Compatible({ endpoint: "http://objects:9000" }) },
  },
  {
    row: "C70",
    stack: "dev",
    bad: { tracing: { url: "tempo:3200", deploy: false } },
    message: `config error [C70] fraiseql-loki:tracing.url: got "tempo:3200"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:tracing.url' http://tempo.tracing:3200`,
    good: { tracing: { url: "http://tempo:3200", deploy: false } },
  },
  {
    row: "C70",
    stack: "dev",
    bad: { tracing: { url: "http://admin:hunter2@tempo:3200", deploy: false } },
    message: `config error [C70] fraiseql-loki:tracing.url: got "http://[secret]@tempo:3200"; expected http(s)://host:port without credentials: put them in a secret.
  Fix: pulumi config set --path 'fraiseql-loki:tracing.url' http://tempo.tracing:3200`,
    good: { tracing: { url: "http://tempo:3200", deploy: false } },
  },
  {
    row: "C70",
    stack: "dev",
    bad: { tracing: { url: "http://tempo:99999", deploy: false } },
    message: `config error [C70] fraiseql-loki:tracing.url: got "http://tempo:99999"; expected http(s)://host:port.
  Fix: pulumi config set --path 'fraiseql-loki:tracing.url' http://tempo.tracing:3200`,
    good: { tracing: { url: "http://tempo:3200", deploy: false } },
  },
  {
    row: "C70",
    stack: "dev",
    bad: { tracing: { url: "http://tempo:3200" } },
    message: `config error [C70] fraiseql-loki:tracing.url: got "http://tempo:3200"; expected no address together with fraiseql-loki:tracing.deploy true: the stack has a Tempo of its own.
  Fix: pulumi config set --path 'fraiseql-loki:tracing.deploy' false`,
    good: { tracing: { url: "http://tempo:3200", deploy: false } },
  },
  {
    row: "C70",
    stack: "dev",
    bad: { grafana: { url: "logs.example.com" } },
    message: `config error [C70] fraiseql-loki:grafana.url: got "logs.example.com"; expected http(s)://host:port, and a path if there is one.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.url' http://localhost:3000`,
    good: { grafana: { url: "https://logs.example.com/grafana/" } },
  },
]);
