import { testRows } from "../badInput";

testRows([
  {
    row: "C46",
    stack: "prod",
    bad: { gateway: "on" },
    message: `config error [C46] fraiseql-loki:gateway: got a text; expected an object { enabled, replicas, port, tls, forwardAuth, expose, resources }.
  Fix: pulumi config rm fraiseql-loki:gateway, then pulumi config set --path 'fraiseql-loki:gateway.enabled' <value>`,
    good: { gateway: { enabled: true } },
  },
  {
    row: "C46",
    stack: "prod",
    bad: { gateway: '"on"' },
    message: `config error [C46] fraiseql-loki:gateway: got a text; expected an object { enabled, replicas, port, tls, forwardAuth, expose, resources }.
  Fix: pulumi config rm fraiseql-loki:gateway, then pulumi config set --path 'fraiseql-loki:gateway.enabled' <value>`,
    good: { gateway: { enabled: true } },
  },
  {
    row: "C46",
    stack: "prod",
    bad: { collector: "" },
    message: `config error [C46] fraiseql-loki:collector: got nothing; expected an object { kind, namespace, fraiseqlJobs, postgresqlJobs, structuredMetadata, dropDebug, redaction, defaultTenant, dropRateLimited, existingSecret, passwordGeneration, oldestPasswordGeneration, retryFor, resources }.
  Fix: pulumi config rm fraiseql-loki:collector, then pulumi config set --path 'fraiseql-loki:collector.kind' <value>`,
    good: { collector: {} },
  },
  {
    row: "C46",
    stack: "prod",
    bad: { tenants: { id: "fraiseql" } },
    message: `config error [C46] fraiseql-loki:tenants: got an object; expected a list of objects { id, writePassword, readPassword, existingSecret, passwordGeneration, oldestPasswordGeneration, previousWritePassword, previousReadPassword, readGroup, limits, retentionPeriod, streamRetention, retiredOn, redaction }.
  Fix: pulumi config rm fraiseql-loki:tenants, then pulumi config set --path 'fraiseql-loki:tenants[0].id' <value>`,
    good: { tenants: [{ id: "fraiseql" }] },
  },
  {
    row: "C46",
    stack: "dev",
    bad: { storage: "filesystem" },
    message: `config error [C46] fraiseql-loki:storage: got a text; expected an object { kind: filesystem | s3 | gcs | s3Compatible, … }.
  Fix: pulumi config rm fraiseql-loki:storage, then pulumi config set --path 'fraiseql-loki:storage.kind' <value>`,
    good: { storage: { kind: "filesystem" } },
  },
  {
    row: "C46",
    stack: "prod",
    bad: { loki: { limits: 5 } },
    message: `config error [C46] fraiseql-loki:loki.limits: got 5; expected an object { ingestionRateMb, ingestionBurstMb, perStreamRateMb, perStreamBurstMb, maxStreams, maxLineKb, queryTimeout, maxQueryLength }.
  Fix: pulumi config rm --path 'fraiseql-loki:loki.limits', then pulumi config set --path 'fraiseql-loki:loki.limits.ingestionRateMb' <value>`,
    good: { loki: { limits: {} } },
  },
  {
    row: "C46",
    stack: "prod",
    bad: { loki: { patterns: "yes" } },
    message: `config error [C46] fraiseql-loki:loki.patterns: got "yes"; expected true or false.
  Fix: pulumi config set --path 'fraiseql-loki:loki.patterns' false`,
    good: { loki: { patterns: true } },
  },
  {
    row: "C46",
    stack: "dev",
    bad: { collector: { fraiseqlJobs: "app" } },
    message: `config error [C46] fraiseql-loki:collector.fraiseqlJobs: got "app"; expected a list.
  Fix: pulumi config rm --path 'fraiseql-loki:collector.fraiseqlJobs', then pulumi config set --path 'fraiseql-loki:collector.fraiseqlJobs[0]' <value>`,
    good: { collector: { fraiseqlJobs: ["app"] } },
  },
  {
    row: "C46",
    stack: "dev",
    bad: { "loki:replicas": "3" },
    message: `config error [C46] loki:replicas: got the namespace loki; expected fraiseql-loki:loki.replicas.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' <value>, then pulumi config rm loki:replicas`,
    good: { "grafana:url": "https://grafana.example.com" },
  },
  {
    row: "C46",
    stack: "dev",
    bad: { "fraiseqlloki:namespace": "a" },
    message: `config error [C46] fraiseqlloki:namespace: got the namespace fraiseqlloki; expected fraiseql-loki:namespace.
  Fix: pulumi config set fraiseql-loki:namespace <value>, then pulumi config rm fraiseqlloki:namespace`,
    good: { "kubernetes:namespace": "a" },
  },
  {
    row: "C46",
    stack: "dev",
    bad: { "storage:region": "eu-west-1" },
    message: `config error [C46] storage:region: got the namespace storage; expected fraiseql-loki:storage.region.
  Fix: pulumi config set --path 'fraiseql-loki:storage.region' <value>, then pulumi config rm storage:region`,
    good: { "storage:nothing": "a" },
  },
]);
