import { gcs, s3, testRows } from "../badInput";

testRows([
  {
    row: "C27",
    stack: "prod",
    bad: {
      storage: s3({
        kmsKeyArn: "arn:aws:kms:eu-west-2:123456789012:key/12345678-1234-1234-1234-123456789012",
      }),
    },
    message: `config error [C27] fraiseql-loki:storage.kmsKeyArn: got "arn:aws:kms:eu-west-2:123456789012:key/12345678-1234-1234-1234-123456789012"; expected arn:aws:kms:eu-west-1:<account>:key/<uuid>, a key in the region of the buckets.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyArn' (for keys that S3 manages, or name a key of that region)`,
    good: {
      storage: s3({
        kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
      }),
    },
  },
  {
    row: "C27",
    stack: "prod",
    bad: { storage: s3({ kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:alias/loki" }) },
    message: `config error [C27] fraiseql-loki:storage.kmsKeyArn: got "arn:aws:kms:eu-west-1:123456789012:alias/loki"; expected arn:aws:kms:<region of the buckets>:<account>:key/<uuid>.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyArn' (for keys that S3 manages)`,
    good: {
      storage: s3({
        kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234567890abcdef1234567890abcdef",
      }),
    },
  },
  {
    row: "C28",
    stack: "prod",
    bad: {
      storage: gcs({ kmsKeyName: "projects/acme/locations/eu/keyRings/loki/cryptoKeys/loki" }),
    },
    message: `config error [C28] fraiseql-loki:storage.kmsKeyName: got "projects/acme/locations/eu/keyRings/loki/cryptoKeys/loki"; expected projects/<project>/locations/europe/keyRings/<ring>/cryptoKeys/<key>, a key in the location of the buckets.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyName' (for keys that Google manages, or name a key of that location)`,
    good: {
      storage: gcs({ kmsKeyName: "projects/acme/locations/europe/keyRings/loki/cryptoKeys/loki" }),
    },
  },
  {
    row: "C28",
    stack: "prod",
    bad: {
      storage: gcs({
        location: "europe-west1",
        kmsKeyName: "projects/acme/locations/europe/keyRings/loki/cryptoKeys/loki",
      }),
    },
    message: `config error [C28] fraiseql-loki:storage.kmsKeyName: got "projects/acme/locations/europe/keyRings/loki/cryptoKeys/loki"; expected projects/<project>/locations/europe-west1/keyRings/<ring>/cryptoKeys/<key>, a key in the location of the buckets.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyName' (for keys that Google manages, or name a key of that location)`,
    good: {
      storage: gcs({
        location: "europe-west1",
        kmsKeyName: "projects/acme/locations/europe-west1/keyRings/loki/cryptoKeys/loki",
      }),
    },
  },
  {
    row: "C28",
    stack: "prod",
    bad: {
      storage: gcs({
        location: "US",
        kmsKeyName: "projects/acme/locations/US/keyRings/loki/cryptoKeys/loki",
      }),
    },
    message: `config error [C28] fraiseql-loki:storage.kmsKeyName: got "projects/acme/locations/US/keyRings/loki/cryptoKeys/loki"; expected projects/<project>/locations/<location of the buckets>/keyRings/<ring>/cryptoKeys/<key>.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyName' (for keys that Google manages)`,
    good: {
      storage: gcs({
        location: "US",
        kmsKeyName: "projects/acme/locations/us/keyRings/loki/cryptoKeys/loki",
      }),
    },
  },
  {
    row: "C28",
    stack: "prod",
    bad: { storage: gcs({ kmsKeyName: "loki" }) },
    message: `config error [C28] fraiseql-loki:storage.kmsKeyName: got "loki"; expected projects/<project>/locations/<location of the buckets>/keyRings/<ring>/cryptoKeys/<key>.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.kmsKeyName' (for keys that Google manages)`,
    good: {
      storage: gcs({ kmsKeyName: "projects/acme/locations/europe/keyRings/loki/cryptoKeys/loki" }),
    },
  },
]);
