import { s3, s3Compatible, testRows } from "../badInput";

testRows([
  {
    row: "C45",
    stack: "prod",
    bad: { loki: { replica: 3 } },
    message: `config error [C45] fraiseql-loki:loki.replica: got an unknown key; did you mean fraiseql-loki:loki.replicas?
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' <value>, then pulumi config rm --path 'fraiseql-loki:loki.replica'`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { lokki: { replicas: 3 } },
    message: `config error [C45] fraiseql-loki:lokki: got an unknown key; did you mean fraiseql-loki:loki?
  Fix: pulumi config set fraiseql-loki:loki <value>, then pulumi config rm fraiseql-loki:lokki`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { replicas: 3 },
    message: `config error [C45] fraiseql-loki:replicas: got an unknown key; did you mean fraiseql-loki:loki.replicas?
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' <value>, then pulumi config rm fraiseql-loki:replicas`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { "loki.replicas": 3 },
    message: `config error [C45] fraiseql-loki:loki.replicas: got an unknown key; did you mean fraiseql-loki:loki.replicas, set with --path?
  Fix: pulumi config rm fraiseql-loki:loki.replicas, then pulumi config set --path 'fraiseql-loki:loki.replicas' <value>`,
    good: { loki: { replicas: 3 } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { zzz: "hunter2" },
    message: `config error [C45] fraiseql-loki:zzz: got an unknown key; expected one of acceptedRisks, alerting, cluster, collector, environment, gateway, grafana, images, loki, monitoring, namespace, network, removedTenants, ring, storage, tenants, tls, tracing.
  Fix: pulumi config rm fraiseql-loki:zzz`,
    good: {},
  },
  {
    row: "C45",
    stack: "prod",
    bad: { loki: { resources: { memory: "4Gi" } } },
    message: `config error [C45] fraiseql-loki:loki.resources.memory: got an unknown key; did you mean fraiseql-loki:loki.resources.memoryLimit?
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' <value>, then pulumi config rm --path 'fraiseql-loki:loki.resources.memory'`,
    good: { loki: { resources: { memoryLimit: "4Gi" } } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { loki: { schema: [{ from: "2024-04-01", form: "x" }] } },
    message: `config error [C45] fraiseql-loki:loki.schema[0].form: got an unknown key; did you mean fraiseql-loki:loki.schema[0].from?
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[0].from' <value>, then pulumi config rm --path 'fraiseql-loki:loki.schema[0].form'`,
    good: { loki: { schema: [{ from: "2024-04-01" }] } },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { storage: s3({ archive: {} }) },
    message: `config error [C45] fraiseql-loki:storage.archive: got an unknown key; expected one of accessLogBucket, chunksBucket, forceDestroy, identity, kind, kmsKeyArn, lifecycle, protect, region, rulerBucket.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.archive'`,
    good: { storage: s3() },
  },
  {
    row: "C45",
    stack: "prod",
    bad: {
      storage: s3({
        identity: {
          kind: "irsa",
          oidcArn: "x",
          oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/a",
        },
      }),
    },
    message: `config error [C45] fraiseql-loki:storage.identity.oidcArn: got an unknown key; expected one of kind, oidcProviderArn.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.identity.oidcArn'`,
    good: {
      storage: s3({
        identity: { kind: "irsa", oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/a" },
      }),
    },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { storage: s3Compatible({ credentials: { existingSecret: "a", existingSecrets: "b" } }) },
    message: `config error [C45] fraiseql-loki:storage.credentials.existingSecrets: got an unknown key; did you mean fraiseql-loki:storage.credentials.existingSecret?
  Fix: pulumi config set --path 'fraiseql-loki:storage.credentials.existingSecret' <value>, then pulumi config rm --path 'fraiseql-loki:storage.credentials.existingSecrets'`,
    good: { storage: s3Compatible({ credentials: { existingSecret: "a" } }) },
  },
  {
    row: "C45",
    stack: "prod",
    bad: { loki: { "a.b": 1 } },
    message: `config error [C45] fraiseql-loki:loki["a.b"]: got an unknown key; expected one of antiAffinity, chunkCache, chunkEncoding, data, grpcPort, httpPort, limits, maxChunkAge, maxUnavailable, nodes, patterns, queryIngestersWithin, rejectOldSamplesMaxAge, replicas, replicationFactor, resources, resultsCache, retentionForever, retentionPeriod, schema, streamRetention, wal, walReplayCeiling.
  Fix: pulumi config rm --path 'fraiseql-loki:loki["a.b"]'`,
    good: {},
  },
  {
    row: "C45",
    stack: "prod",
    bad: { "lo\nki": {} },
    message: `config error [C45] fraiseql-loki:"lo\\nki": got an unknown key; did you mean fraiseql-loki:loki?
  Fix: pulumi config set fraiseql-loki:loki <value>, then pulumi config rm 'fraiseql-loki:"lo\\nki"'`,
    good: { loki: {} },
  },
]);
