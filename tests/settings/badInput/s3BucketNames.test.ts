import { s3, s3Compatible, testRows } from "../badInput";

testRows([
  {
    row: "C21",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "My_Logs" }) },
    message: `config error [C21] fraiseql-loki:storage.chunksBucket: got "My_Logs"; expected 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' my-logs`,
    good: { storage: s3({ chunksBucket: "my-logs" }) },
  },
  {
    row: "C21",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "-logs" }) },
    message: `config error [C21] fraiseql-loki:storage.chunksBucket: got "-logs"; expected 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' logs`,
    good: { storage: s3({ chunksBucket: "logs" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "a" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "a"; expected 3 to 63 characters.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "abc" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: {
      storage: s3({
        chunksBucket: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; expected 3 to 63 characters.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    good: {
      storage: s3({
        chunksBucket: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      }),
    },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "a..b" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "a..b"; expected a name without two dots in a row.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' a-b`,
    good: { storage: s3({ chunksBucket: "a-b" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "192.168.1.1" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "192.168.1.1"; expected a name that is not formed like an IP address.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "a192-168-1-1" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "xn--x" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "xn--x"; expected a name that does not begin with xn--, which is for internationalised names.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' xn-x`,
    good: { storage: s3({ chunksBucket: "xn-x" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "sthree-x" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "sthree-x"; expected a name that does not begin with sthree-, which AWS reserves.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "sthreex" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "amzn-s3-demo-x" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "amzn-s3-demo-x"; expected a name that does not begin with amzn-s3-demo-, which AWS reserves for its examples.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "amzn-s3-x" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "x-s3alias" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "x-s3alias"; expected a name that does not end with -s3alias, which is for access points.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "x-s3-alias" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "x--ol-s3" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "x--ol-s3"; expected a name that does not end with --ol-s3, which is for Object Lambda access points.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' x-ol-s3`,
    good: { storage: s3({ chunksBucket: "x-ol-s3" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "x.mrap" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "x.mrap"; expected a name that does not end with .mrap, which is for multi-region access points.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' x-mrap`,
    good: { storage: s3({ chunksBucket: "x-mrap" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "x--x-s3" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "x--x-s3"; expected a name that does not end with --x-s3, which is for directory buckets.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' x-x-s3`,
    good: { storage: s3({ chunksBucket: "x-x-s3" }) },
  },
  {
    row: "C22",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "x--table-s3" }) },
    message: `config error [C22] fraiseql-loki:storage.chunksBucket: got "x--table-s3"; expected a name that does not end with --table-s3, which is for table buckets.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' x-table-s3`,
    good: { storage: s3({ chunksBucket: "x-table-s3" }) },
  },
  {
    row: "C23",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "acme.logs" }) },
    message: `config error [C23] fraiseql-loki:storage.chunksBucket: got "acme.logs"; expected a name without dots: the TLS wildcard of S3 does not match names with dots.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-logs`,
    good: { storage: s3({ chunksBucket: "acme-logs" }) },
  },
  {
    row: "C25",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "chunks" }) },
    message: `config error [C25] fraiseql-loki:storage.chunksBucket: got "chunks"; expected a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024).
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "example-chunks" }) },
  },
  {
    row: "C25",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "ruler" }) },
    message: `config error [C25] fraiseql-loki:storage.chunksBucket: got "ruler"; expected a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024).
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "example-ruler" }) },
  },
  {
    row: "C25",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "admin" }) },
    message: `config error [C25] fraiseql-loki:storage.chunksBucket: got "admin"; expected a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024).
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "example-admin" }) },
  },
  {
    row: "C25",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "loki" }) },
    message: `config error [C25] fraiseql-loki:storage.chunksBucket: got "loki"; expected a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024).
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "example-loki" }) },
  },
  {
    row: "C21",
    stack: "prod",
    bad: { storage: s3Compatible({ chunksBucket: "Chunks" }) },
    message: `config error [C21] fraiseql-loki:storage.chunksBucket: got "Chunks"; expected 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' chunks`,
    good: { storage: s3Compatible({ chunksBucket: "chunks" }) },
  },
  {
    row: "C21",
    stack: "prod",
    bad: { storage: s3({ accessLogBucket: "A_B" }) },
    message: `config error [C21] fraiseql-loki:storage.accessLogBucket: got "A_B"; expected 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit.
  Fix: pulumi config set --path 'fraiseql-loki:storage.accessLogBucket' a-b`,
    good: { storage: s3({ accessLogBucket: "a-b" }) },
  },
]);
