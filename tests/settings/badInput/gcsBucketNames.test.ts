import { gcs, testRows } from "../badInput";

testRows([
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "goog-logs" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "goog-logs"; expected a name that does not begin with goog, which Google reserves.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "acme-goog" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "my-google-logs" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "my-google-logs"; expected a name without "google" or a likeness of it, which Google reserves.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "my-gogle-logs" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "my-g00gle-logs" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "my-g00gle-logs"; expected a name without "google" or a likeness of it, which Google reserves.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "my-go-logs" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "a_b_" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "a_b_"; expected a-z 0-9 - _ ., beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' a-b`,
    good: { storage: gcs({ chunksBucket: "a_b" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: {
      storage: gcs({
        chunksBucket: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; expected at least 3 characters, and at most 63 between dots.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    good: {
      storage: gcs({
        chunksBucket: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "ab" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "ab"; expected at least 3 characters, and at most 63 between dots.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "abc" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "a.-b" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "a.-b"; expected a-z 0-9 - _ ., beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' a-b`,
    good: { storage: gcs({ chunksBucket: "a.b" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "10.0.0.1" }) },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "10.0.0.1"; expected a name that is not formed like an IP address.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "a10.0.0.1" }) },
  },
  {
    row: "C24",
    stack: "prod",
    bad: {
      storage: gcs({
        chunksBucket:
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
    message: `config error [C24] fraiseql-loki:storage.chunksBucket: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"; expected at most 222 characters.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-aa`,
    good: {
      storage: gcs({
        chunksBucket:
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
  },
  {
    row: "C25",
    stack: "prod",
    bad: { storage: gcs({ chunksBucket: "chunks" }) },
    message: `config error [C25] fraiseql-loki:storage.chunksBucket: got "chunks"; expected a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024).
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: gcs({ chunksBucket: "acme-chunks" }) },
  },
]);
