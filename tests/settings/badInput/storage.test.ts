import { gcs, s3, s3Compatible, testRows } from "../badInput";

testRows([
  {
    row: "C18",
    stack: "prod",
    bad: { storage: { kind: "azur" } },
    message: `config error [C18] fraiseql-loki:storage.kind: got "azur"; expected one of filesystem, s3, gcs, s3Compatible.
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3`,
    good: { storage: s3() },
  },
  {
    row: "C18",
    stack: "prod",
    bad: { storage: s3({ kind: "S3 " }) },
    message: `config error [C18] fraiseql-loki:storage.kind: got "S3 "; expected one of filesystem, s3, gcs, s3Compatible; did you mean s3?
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3`,
    good: { storage: s3() },
  },
  {
    row: "C18",
    stack: "prod",
    bad: { storage: s3({ identity: { kind: "podidentity", clusterName: "acme" } }) },
    message: `config error [C18] fraiseql-loki:storage.identity.kind: got "podidentity"; expected one of podIdentity, irsa; did you mean podIdentity?
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.kind' podIdentity`,
    good: { storage: s3({ identity: { kind: "podIdentity", clusterName: "acme" } }) },
  },
  {
    row: "C18",
    stack: "prod",
    bad: { collector: { kind: "aloy" } },
    message: `config error [C18] fraiseql-loki:collector.kind: got "aloy"; expected promtail.
  Fix: pulumi config set --path 'fraiseql-loki:collector.kind' promtail`,
    good: { collector: { kind: "promtail" } },
  },
  {
    row: "C19",
    stack: "prod",
    bad: { storage: s3({ region: undefined }) },
    message: `config error [C19] fraiseql-loki:storage.region: got nothing; expected an AWS region such as eu-west-1.
  Fix: pulumi config set aws:region eu-west-1`,
    good: { storage: s3({ region: undefined }), "aws:region": "eu-west-1" },
  },
  {
    row: "C20",
    stack: "prod",
    bad: { storage: s3({ region: "eu-west1" }) },
    message: `config error [C20] fraiseql-loki:storage.region: got "eu-west1"; expected an AWS region; did you mean eu-west-1?
  Fix: pulumi config set --path 'fraiseql-loki:storage.region' eu-west-1`,
    good: { storage: s3({ region: "eu-west-1" }) },
  },
  {
    row: "C20",
    stack: "prod",
    bad: { storage: s3({ region: "antarctica" }) },
    message: `config error [C20] fraiseql-loki:storage.region: got "antarctica"; expected an AWS region such as eu-west-1.
  Fix: pulumi config set --path 'fraiseql-loki:storage.region' eu-west-1`,
    good: { storage: s3({ region: "us-gov-west-1" }) },
  },
  {
    row: "C20",
    stack: "prod",
    bad: { storage: s3({ region: undefined }), "aws:region": "eu-wset-1" },
    message: `config error [C20] aws:region: got "eu-wset-1"; expected an AWS region; did you mean eu-west-1?
  Fix: pulumi config set aws:region eu-west-1`,
    good: { storage: s3({ region: undefined }), "aws:region": "eu-west-1" },
  },
  {
    row: "C26",
    stack: "prod",
    bad: { storage: s3({ rulerBucket: "acme-chunks" }) },
    message: `config error [C26] fraiseql-loki:storage.rulerBucket: got "acme-chunks"; expected a bucket other than fraiseql-loki:storage.chunksBucket.
  Fix: pulumi config set --path 'fraiseql-loki:storage.rulerBucket' acme-chunks-ruler`,
    good: { storage: s3({ rulerBucket: "acme-chunks-ruler" }) },
  },
  {
    row: "C26",
    stack: "prod",
    bad: { storage: s3Compatible({ rulerBucket: "acme-chunks" }) },
    message: `config error [C26] fraiseql-loki:storage.rulerBucket: got "acme-chunks"; expected a bucket other than fraiseql-loki:storage.chunksBucket.
  Fix: pulumi config set --path 'fraiseql-loki:storage.rulerBucket' acme-chunks-ruler`,
    good: { storage: s3Compatible({ rulerBucket: "acme-chunks2" }) },
  },
  {
    row: "C26",
    stack: "prod",
    bad: { storage: s3({ accessLogBucket: "acme-chunks" }) },
    message: `config error [C26] fraiseql-loki:storage.accessLogBucket: got "acme-chunks"; expected a third bucket: a log bucket must not log to itself.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.accessLogBucket'`,
    good: { storage: s3({ accessLogBucket: "acme-logs" }) },
  },
  {
    row: "C26",
    stack: "prod",
    bad: { storage: s3({ accessLogBucket: "acme-ruler" }) },
    message: `config error [C26] fraiseql-loki:storage.accessLogBucket: got "acme-ruler"; expected a third bucket: a log bucket must not log to itself.
  Fix: pulumi config rm --path 'fraiseql-loki:storage.accessLogBucket'`,
    good: { storage: s3({ accessLogBucket: "acme-logs" }) },
  },
  {
    row: "C69",
    stack: "prod",
    bad: { storage: s3({ protect: false }) },
    message: `config error [C69] fraiseql-loki:storage.protect: got false; expected true in prod: a mistaken destroy would take every log with it.
  Fix: pulumi config set --path 'fraiseql-loki:storage.protect' true (or accept it: pulumi config set --path 'fraiseql-loki:acceptedRisks[0]' storage.protect)`,
    good: { storage: s3({ protect: true }) },
  },
  {
    row: "C69",
    stack: "prod",
    bad: { storage: gcs({ forceDestroy: true }) },
    message: `config error [C69] fraiseql-loki:storage.forceDestroy: got true; expected false in prod: deleting the stack would delete every object.
  Fix: pulumi config set --path 'fraiseql-loki:storage.forceDestroy' false`,
    good: { storage: gcs({ forceDestroy: false }) },
  },
]);
