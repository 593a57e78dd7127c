import { gcs, s3, s3Compatible, testRows } from "../badInput";

const dev = (storage: object) => ({ "fraiseql-loki:storage": storage });
const shared = (name: string, bucket: string) =>
  `config error [C76] fraiseql-loki:storage.${name}: got "${bucket}"; expected a bucket of its own: Pulumi.dev.yaml names it for stack dev.
  Fix: pulumi config set --path 'fraiseql-loki:storage.${name}' ${bucket}-prod`;

testRows([
  {
    row: "C76",
    stack: "prod",
    bad: { storage: s3() },
    others: { dev: dev(s3()) },
    message: `${shared("chunksBucket", "acme-chunks")}\n${shared("rulerBucket", "acme-ruler")}`,
    good: { storage: s3({ chunksBucket: "acme-chunks-prod", rulerBucket: "acme-ruler-prod" }) },
  },
  {
    row: "C76",
    stack: "prod",
    bad: { storage: gcs() },
    others: { dev: dev(gcs({ chunksBucket: "acme-dev", rulerBucket: "acme-chunks" })) },
    message: shared("chunksBucket", "acme-chunks"),
    good: { storage: s3() },
  },
  {
    row: "C76",
    stack: "prod",
    bad: { storage: s3Compatible() },
    others: { dev: dev(s3Compatible({ rulerBucket: "other" })) },
    message: shared("chunksBucket", "acme-chunks"),
    good: { storage: s3Compatible({ endpoint: "https://other.example.com:9000" }) },
  },
]);
