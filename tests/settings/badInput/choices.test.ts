import { s3Compatible, testRows } from "../badInput";

testRows([
  {
    row: "a choice",
    stack: "dev",
    bad: { loki: { chunkEncoding: "lz4" } },
    message: `config error fraiseql-loki:loki.chunkEncoding: got "lz4"; expected one of zstd, snappy, gzip.
  Fix: pulumi config set --path 'fraiseql-loki:loki.chunkEncoding' zstd`,
    good: { loki: { chunkEncoding: "gzip" } },
  },
  {
    row: "a selector",
    stack: "dev",
    bad: { loki: { streamRetention: [{ selector: "app=a", period: "24h" }] } },
    message: `config error fraiseql-loki:loki.streamRetention[0].selector: got "app=a"; expected a stream selector such as {namespace="payments"}.
  Fix: pulumi config set --path 'fraiseql-loki:loki.streamRetention[0].selector' '{namespace="payments"}'`,
    good: { loki: { streamRetention: [{ selector: '{app=~"a|b", ns!="c"}', period: "24h" }] } },
  },
  {
    row: "a job",
    stack: "dev",
    bad: { collector: { fraiseqlJobs: [""] } },
    message: `config error fraiseql-loki:collector.fraiseqlJobs[0]: got ""; expected a value of the label job.
  Fix: pulumi config set --path 'fraiseql-loki:collector.fraiseqlJobs[0]' my-app`,
    good: { collector: { fraiseqlJobs: ["a"] } },
  },
  {
    row: "a class",
    stack: "dev",
    bad: { loki: { wal: { storageClass: "Fast SSD" } } },
    message: `config error fraiseql-loki:loki.wal.storageClass: got "Fast SSD"; expected the name of a Kubernetes object: a-z 0-9 . -.
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.storageClass' gp3`,
    good: { loki: { wal: { storageClass: "fast-ssd" } } },
  },
  {
    row: "a secret",
    stack: "prod",
    bad: { storage: s3Compatible({ credentials: { accessKeyId: "", secretAccessKey: 12345 } }) },
    message: `config error fraiseql-loki:storage.credentials.accessKeyId: got [secret]; expected a secret.
  Fix: pulumi config set --secret --path 'fraiseql-loki:storage.credentials.accessKeyId' <value>
config error [C46] fraiseql-loki:storage.credentials.secretAccessKey: got [secret]; expected a text in quotes.
  Fix: pulumi config set --secret --path 'fraiseql-loki:storage.credentials.secretAccessKey' <value>`,
    good: { storage: s3Compatible({ credentials: { accessKeyId: "a", secretAccessKey: "b" } }) },
  },
  {
    row: "a region of a store",
    stack: "prod",
    bad: { storage: s3Compatible({ region: "a b" }) },
    message: `config error fraiseql-loki:storage.region: got "a b"; expected the region the store expects, such as us-east-1.
  Fix: pulumi config set --path 'fraiseql-loki:storage.region' us-east-1`,
    good: { storage: s3Compatible({ region: "garage" }) },
  },
]);
