import { s3, testRows } from "../badInput";

testRows([
  {
    row: "C01",
    stack: "prod",
    bad: { loki: { replicas: 2 } },
    message: `config error [C01] fraiseql-loki:loki.replicas: got 2; expected a whole number >= fraiseql-loki:loki.replicationFactor (3).
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3 (or lower fraiseql-loki:loki.replicationFactor; with 1 an acknowledged line has one copy)`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C02",
    stack: "prod",
    bad: { loki: { replicationFactor: 2 } },
    message: `config error [C02] fraiseql-loki:loki.replicationFactor: got 2; expected 1 (dev) or 3: with 2 both copies must answer, so one loss stops writes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicationFactor' 3`,
    good: { loki: { replicationFactor: 3 } },
  },
  {
    row: "C02",
    stack: "dev",
    bad: { loki: { replicationFactor: 5 } },
    message: `config error [C02] fraiseql-loki:loki.replicationFactor: got 5; expected 1 (dev) or 3.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicationFactor' 3`,
    good: { loki: { replicationFactor: 1 } },
  },
  {
    row: "C03",
    stack: "prod",
    bad: { loki: { replicationFactor: 1 } },
    message: `config error [C03] fraiseql-loki:loki.replicationFactor: got 1; expected 3 in prod: with 1 an acknowledged line has one copy.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicationFactor' 3`,
    good: { loki: { replicationFactor: 3 } },
  },
  {
    row: "C04",
    stack: "prod",
    bad: { loki: { replicas: 0 } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got 0; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C04",
    stack: "prod",
    bad: { loki: { replicas: -1 } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got -1; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C04",
    stack: "prod",
    bad: { loki: { replicas: 2.5 } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got 2.5; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C04",
    stack: "prod",
    bad: { loki: { replicas: "three" } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got "three"; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C04",
    stack: "prod",
    bad: { loki: { replicas: 100 } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got 100; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
    good: { loki: { replicas: 99 } },
  },
  {
    row: "C04",
    stack: "dev",
    bad: { loki: { replicas: 0 } },
    message: `config error [C04] fraiseql-loki:loki.replicas: got 0; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 1`,
    good: { loki: { replicas: 1 } },
  },
  {
    row: "C05",
    stack: "dev",
    bad: { loki: { replicas: 3 }, ring: { kind: "consul" } },
    message: `config error [C05] fraiseql-loki:loki.replicas: got 3; expected 1 with fraiseql-loki:storage.kind filesystem: more than one Loki needs a shared object store.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 1 (or set fraiseql-loki:storage.kind to s3, gcs or s3Compatible)`,
    good: { loki: { replicas: 1 }, ring: { kind: "consul" } },
  },
  {
    row: "C05",
    stack: "prod",
    bad: { storage: { kind: "filesystem" } },
    message: `config error [C05] fraiseql-loki:loki.replicas: got 3 (the default); expected 1 with fraiseql-loki:storage.kind filesystem: more than one Loki needs a shared object store.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 1 (or set fraiseql-loki:storage.kind to s3, gcs or s3Compatible)`,
    good: { storage: s3() },
  },
  {
    row: "C43",
    stack: "prod",
    bad: { loki: { queryIngestersWithin: "2h59m" } },
    message: `config error [C43] fraiseql-loki:loki.queryIngestersWithin: got "2h59m"; expected at least fraiseql-loki:loki.maxChunkAge + 1h (3h): unflushed lines would be invisible.
  Fix: pulumi config set --path 'fraiseql-loki:loki.queryIngestersWithin' 3h`,
    good: { loki: { queryIngestersWithin: "3h" } },
  },
  {
    row: "C43",
    stack: "prod",
    bad: { loki: { maxChunkAge: "2h1m" } },
    message: `config error [C43] fraiseql-loki:loki.queryIngestersWithin: got "3h" (the default); expected at least fraiseql-loki:loki.maxChunkAge + 1h (10860s): unflushed lines would be invisible.
  Fix: pulumi config set --path 'fraiseql-loki:loki.queryIngestersWithin' 10860s`,
    good: { loki: { maxChunkAge: "2h" } },
  },
  {
    row: "C72",
    stack: "prod",
    bad: { loki: { maxUnavailable: 2 } },
    message: `config error [C72] fraiseql-loki:loki.maxUnavailable: got 2; expected at most 1: with more away, the quorum of 2 would be lost.
  Fix: pulumi config set --path 'fraiseql-loki:loki.maxUnavailable' 1`,
    good: { loki: { maxUnavailable: 1 } },
  },
  {
    row: "C72",
    stack: "prod",
    bad: { loki: { maxUnavailable: 0 } },
    message: `config error [C72] fraiseql-loki:loki.maxUnavailable: got 0; expected a whole number, 1 or more.
  Fix: pulumi config set --path 'fraiseql-loki:loki.maxUnavailable' 1`,
    good: { loki: { maxUnavailable: 1 } },
  },
  {
    row: "C73",
    stack: "prod",
    bad: { loki: { nodes: 1 } },
    message: `config error [C73] fraiseql-loki:loki.antiAffinity: got "required" (the default); expected preferred: 3 replicas cannot be placed on 1 node.
  Fix: pulumi config set --path 'fraiseql-loki:loki.antiAffinity' preferred (or raise fraiseql-loki:loki.nodes)`,
    good: { loki: { nodes: 3 } },
  },
  {
    row: "C73",
    stack: "prod",
    bad: { loki: { nodes: 2 } },
    message: `config error [C73] fraiseql-loki:loki.antiAffinity: got "required" (the default); expected preferred: 3 replicas cannot be placed on 2 nodes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.antiAffinity' preferred (or raise fraiseql-loki:loki.nodes)`,
    good: { loki: { nodes: 2, antiAffinity: "preferred" } },
  },
]);
