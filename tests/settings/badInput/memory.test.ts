import { testRows } from "../badInput";

testRows([
  {
    row: "C38",
    stack: "prod",
    bad: { loki: { chunkCache: "64Mi", resources: { memoryLimit: "2047Mi" } } },
    message: `config error [C38] fraiseql-loki:loki.resources.memoryLimit: got "2047Mi"; expected at least fraiseql-loki:loki.resources.memoryRequest (2Gi).
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 2Gi`,
    good: { loki: { resources: { memoryLimit: "2Gi" } } },
  },
  {
    row: "C38",
    stack: "prod",
    bad: { loki: { resources: { cpuRequest: "500m", cpuLimit: "0.4" } } },
    message: `config error [C38] fraiseql-loki:loki.resources.cpuLimit: got "0.4"; expected at least fraiseql-loki:loki.resources.cpuRequest (500m).
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.cpuLimit' 500m`,
    good: { loki: { resources: { cpuRequest: "500m", cpuLimit: "0.5" } } },
  },
  {
    row: "C38",
    stack: "prod",
    bad: { ring: { kind: "consul", resources: { memoryRequest: "512Mi" } } },
    message: `config error [C38] fraiseql-loki:ring.resources.memoryLimit: got "256Mi" (the default); expected at least fraiseql-loki:ring.resources.memoryRequest (512Mi).
  Fix: pulumi config set --path 'fraiseql-loki:ring.resources.memoryLimit' 512Mi`,
    good: { ring: { kind: "consul", resources: { memoryRequest: "256Mi" } } },
  },
  {
    row: "C38",
    stack: "dev",
    bad: { grafana: { resources: { memoryLimit: "128Mi" } } },
    message: `config error [C38] fraiseql-loki:grafana.resources.memoryLimit: got "128Mi"; expected at least fraiseql-loki:grafana.resources.memoryRequest (256Mi).
  Fix: pulumi config set --path 'fraiseql-loki:grafana.resources.memoryLimit' 256Mi`,
    good: { grafana: { resources: { memoryLimit: "256Mi" } } },
  },
  {
    row: "C39",
    stack: "prod",
    bad: { loki: { chunkCache: "8Gi" } },
    message: `config error [C39] fraiseql-loki:loki.chunkCache: got "8Gi"; expected at most 25 % of fraiseql-loki:loki.resources.memoryLimit (1Gi).
  Fix: pulumi config set --path 'fraiseql-loki:loki.chunkCache' 1Gi`,
    good: { loki: { chunkCache: "1Gi" } },
  },
  {
    row: "C39",
    stack: "prod",
    bad: { loki: { resultsCache: "1025Mi" } },
    message: `config error [C39] fraiseql-loki:loki.resultsCache: got "1025Mi"; expected at most 25 % of fraiseql-loki:loki.resources.memoryLimit (1Gi).
  Fix: pulumi config set --path 'fraiseql-loki:loki.resultsCache' 1Gi`,
    good: { loki: { resultsCache: "1Gi" } },
  },
  {
    row: "C40",
    stack: "prod",
    bad: { loki: { walReplayCeiling: "4Gi" } },
    message: `config error [C40] fraiseql-loki:loki.walReplayCeiling: got "4Gi"; expected at most 75 % of fraiseql-loki:loki.resources.memoryLimit (3Gi).
  Fix: pulumi config set --path 'fraiseql-loki:loki.walReplayCeiling' 3Gi`,
    good: { loki: { walReplayCeiling: "3Gi" } },
  },
]);
