import { gcs, kmsKeyArn, s3, s3Compatible } from "../../tracing/fixtures";
import { problemsOf, s3 as lokiS3, testRows, warningsOf } from "../badInput";

const own = (storage: unknown, more: Record<string, unknown> = {}) => ({
  tracing: { deploy: true, storage, ...more },
});
const existing = { ...s3Compatible, credentials: { existingSecret: "tempo-object-store" } };
const elsewhere = { deploy: false, url: "http://tempo:3200" };
const monitoring = { prometheusUrl: "http://prometheus.monitoring.svc:9090" };
const oidcProviderArn =
  "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
const set = (key: string, value: string) =>
  `pulumi config set --path 'fraiseql-loki:tracing.${key}' ${value}`;
const error = (row: string, key: string, rest: string) =>
  `config error${row === "" ? "" : ` [${row}]`} fraiseql-loki:tracing.${key}: got ${rest}`;

testRows([
  {
    row: "",
    stack: "prod",
    bad: { tracing: { deploy: true } },
    message: `${error("", "storage.kind", '"filesystem" (the default); expected s3, gcs or s3Compatible in prod: on one volume traces go with it and outgrow it.')}
  Fix: ${set("storage.kind", "s3")} (or name a Tempo of your own in fraiseql-loki:tracing.url)`,
    good: own(s3),
  },
  {
    row: "",
    stack: "prod",
    bad: { tracing: { storage: s3 } },
    message: `${error("", "storage", "an object; expected nothing while fraiseql-loki:tracing.deploy is false: there is no Tempo of the stack's own.")}
  Fix: ${set("deploy", "true")}`,
    good: own(gcs),
  },
  {
    row: "C26",
    stack: "prod",
    bad: own({ ...s3, bucket: "acme-chunks" }),
    message: `${error("C26", "storage.bucket", '"acme-chunks"; expected a bucket other than fraiseql-loki:storage.chunksBucket: each program may delete what is in its own.')}
  Fix: ${set("storage.bucket", "acme-chunks-traces")}`,
    good: own(existing),
  },
  {
    row: "C22",
    stack: "prod",
    bad: own({ ...s3, bucket: "xn--acme" }),
    message: `${error("C22", "storage.bucket", '"xn--acme"; expected a name that does not begin with xn--, which is for internationalised names.')}
  Fix: ${set("storage.bucket", "xn-acme")}`,
    good: own({ ...s3, bucket: "acme-xn" }),
  },
  {
    row: "C12",
    stack: "prod",
    bad: own({ ...s3, lifecycle: { expireAfterDays: 20 } }),
    message: `${error("C12", "storage.lifecycle.expireAfterDays", "20; expected more than the retention (14 d), at least 21.")}
  Fix: ${set("storage.lifecycle.expireAfterDays", "21")} (or leave it unset for 44)`,
    good: own({ ...s3, lifecycle: { expireAfterDays: 21 } }),
  },
  {
    row: "C69",
    stack: "prod",
    bad: own({ ...gcs, protect: false }),
    message: `${error("C69", "storage.protect", "false; expected true in prod: a mistaken destroy would take every trace with it.")}
  Fix: ${set("storage.protect", "true")} (or accept it: pulumi config set --path 'fraiseql-loki:acceptedRisks[0]' tracing.storage.protect)`,
    good: own({ ...gcs, protect: true }),
  },
  {
    row: "C69",
    stack: "prod",
    bad: own({ ...s3, forceDestroy: true }),
    message: `${error("C69", "storage.forceDestroy", "true; expected false in prod: deleting the stack would delete every object.")}
  Fix: ${set("storage.forceDestroy", "false")}`,
    good: own({ ...s3, forceDestroy: false }),
  },
  {
    row: "C30",
    stack: "prod",
    bad: own({ ...s3, identity: { kind: "irsa" } }),
    message: `${error("C30", "storage.identity.oidcProviderArn", "nothing; expected a value: ARN of the cluster's OpenID Connect provider.")}
  Fix: ${set("storage.identity.oidcProviderArn", oidcProviderArn)}`,
    good: own({ ...s3, identity: { kind: "irsa", oidcProviderArn } }),
  },
  {
    row: "C76",
    stack: "prod",
    bad: own(s3),
    others: { dev: { "fraiseql-loki:tracing": { storage: s3 } } },
    message: `${error("C76", "storage.bucket", '"acme-tempo-traces"; expected a bucket of its own: Pulumi.dev.yaml names it for stack dev.')}
  Fix: ${set("storage.bucket", "acme-tempo-traces-prod")}`,
    good: own({ ...s3, bucket: "acme-tempo-traces-prod" }),
  },
  {
    row: "C76",
    stack: "prod",
    bad: own(s3),
    others: { dev: { "fraiseql-loki:storage": { ...s3, chunksBucket: s3.bucket } } },
    message: `${error("C76", "storage.bucket", '"acme-tempo-traces"; expected a bucket of its own: Pulumi.dev.yaml names it for stack dev.')}
  Fix: ${set("storage.bucket", "acme-tempo-traces-prod")}`,
    good: own(existing),
  },
  {
    row: "C27",
    stack: "prod",
    bad: own({ ...s3, region: "eu-west-2", kmsKeyArn }),
    message: `${error("C27", "storage.kmsKeyArn", `"${kmsKeyArn}"; expected arn:aws:kms:eu-west-2:<account>:key/<uuid>, a key in the region of the buckets.`)}
  Fix: pulumi config rm --path 'fraiseql-loki:tracing.storage.kmsKeyArn' (for keys that S3 manages, or name a key of that region)`,
    good: own({ ...s3, kmsKeyArn }),
  },
  {
    row: "",
    stack: "dev",
    bad: { tracing: { spanMetrics: true }, monitoring },
    message: `${error("", "spanMetrics", "true; expected false without fraiseql-loki:tracing.url: the stack's own Tempo writes no metrics.")}
  Fix: ${set("spanMetrics", "false")}`,
    good: { tracing: { ...elsewhere, spanMetrics: true }, monitoring },
  },
  {
    row: "",
    stack: "dev",
    bad: { tracing: { ...elsewhere, spanMetrics: true } },
    message: `${error("", "spanMetrics", "true; expected false without fraiseql-loki:monitoring.prometheusUrl, where Grafana asks for the series.")}
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.prometheusUrl' <http://host:port>`,
    good: { tracing: { ...elsewhere, spanMetrics: true }, monitoring },
  },
]);

test("dev keeps traces on a volume without a word", () => {
  expect(warningsOf("dev", {})).toBe("");
});

test("the region of the bucket is that of the AWS provider where none is given", () => {
  const areas = own({ ...s3, region: undefined });
  expect(problemsOf("prod", { ...areas, "aws:region": "eu-west-1" })).toBe("");
  expect(problemsOf("prod", areas)).toBe(
    `${error("C19", "storage.region", "nothing; expected an AWS region such as eu-west-1.")}
  Fix: pulumi config set aws:region eu-west-1`,
  );
});

test("a region that this release does not know is a warning", () => {
  expect(warningsOf("prod", own({ ...s3, region: "eu-west-9" }))).toContain(
    'config warning [C20] fraiseql-loki:tracing.storage.region: got "eu-west-9"; expected an AWS region that existed',
  );
});

test("a wrong region of the AWS provider is said once, whoever takes it", () => {
  const areas = {
    ...own({ ...s3, region: undefined }),
    storage: lokiS3({ region: undefined }),
    "aws:region": "eu-wset-1",
  };
  expect(problemsOf("prod", areas)).toBe(
    `config error [C20] aws:region: got "eu-wset-1"; expected an AWS region; did you mean eu-west-1?
  Fix: pulumi config set aws:region eu-west-1`,
  );
});
