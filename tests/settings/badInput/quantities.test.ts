import { testRows } from "../badInput";

testRows([
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: "-10Gi" } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got "-10Gi"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: "0" } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got "0"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: "10GB" } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got "10GB"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: "10 Gi" } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got "10 Gi"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: "10gi" } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got "10gi"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { wal: { size: 10 } } },
    message: `config error [C31] fraiseql-loki:loki.wal.size: got 10; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
    good: { loki: { wal: { size: "10Gi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { loki: { data: { size: "1.5Gi" } } },
    message: `config error [C31] fraiseql-loki:loki.data.size: got "1.5Gi"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.data.size' 10Gi`,
    good: { loki: { data: { size: "1536Mi" } } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { ring: { kind: "consul", volumeSize: "1G" } },
    message: `config error [C31] fraiseql-loki:ring.volumeSize: got "1G"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:ring.volumeSize' 1Gi`,
    good: { ring: { kind: "consul", volumeSize: "1Gi" } },
  },
  {
    row: "C31",
    stack: "prod",
    bad: { grafana: { volumeSize: "off" } },
    message: `config error [C31] fraiseql-loki:grafana.volumeSize: got "off"; expected none or a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:grafana.volumeSize' 5Gi`,
    good: { grafana: { volumeSize: "none" } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { resources: { memoryLimit: "4G" } } },
    message: `config error [C37] fraiseql-loki:loki.resources.memoryLimit: got "4G"; expected a Kubernetes quantity in Mi or Gi such as 4Gi: 4G is 7 % less than 4Gi.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { resources: { memoryLimit: "4096" } } },
    message: `config error [C37] fraiseql-loki:loki.resources.memoryLimit: got "4096"; expected a Kubernetes quantity in Mi or Gi such as 4Gi: 4096 is that many bytes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { resources: { memoryLimit: "4096m" } } },
    message: `config error [C37] fraiseql-loki:loki.resources.memoryLimit: got "4096m"; expected a Kubernetes quantity in Mi or Gi such as 4Gi: 4096m is about 4 bytes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { resources: { memoryLimit: 4096 } } },
    message: `config error [C37] fraiseql-loki:loki.resources.memoryLimit: got 4096; expected a Kubernetes quantity in Mi or Gi such as 4Gi: 4096 is that many bytes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { resources: { memoryLimit: "lots" } } },
    message: `config error [C37] fraiseql-loki:loki.resources.memoryLimit: got "lots"; expected a Kubernetes quantity in Mi or Gi such as 4Gi.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C37",
    stack: "prod",
    bad: { loki: { chunkCache: "64M" } },
    message: `config error [C37] fraiseql-loki:loki.chunkCache: got "64M"; expected a Kubernetes quantity in Mi or Gi such as 4Gi.
  Fix: pulumi config set --path 'fraiseql-loki:loki.chunkCache' 64Mi`,
    good: { loki: { chunkCache: "64Mi" } },
  },
  {
    row: "CPU",
    stack: "prod",
    bad: { loki: { resources: { cpuRequest: "1 core" } } },
    message: `config error fraiseql-loki:loki.resources.cpuRequest: got "1 core"; expected a Kubernetes quantity of CPU such as 500m or 2.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.cpuRequest' 500m`,
    good: { loki: { resources: { cpuRequest: "0.5" } } },
  },
  {
    row: "CPU",
    stack: "prod",
    bad: { loki: { resources: { cpuRequest: "0" } } },
    message: `config error fraiseql-loki:loki.resources.cpuRequest: got "0"; expected a Kubernetes quantity of CPU such as 500m or 2.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.cpuRequest' 500m`,
    good: { loki: { resources: { cpuRequest: "1m" } } },
  },
]);
