import { gcs, kmsKeyArn, s3, s3Compatible } from "../../tracing/fixtures";
import { problemsOf, testRows, warningsOf } from "../badInput";

const own = (storage: unknown, more: Record<string, unknown> = {}) => ({
  tracing: { deploy: true, storage, ...more },
});
const existing = { ...s3Compatible, credentials: { existingSecret: "tempo-object-store" } };
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
  Fix: ${set("storage.protect", "true")}`,
    good: own({ ...gcs, protect: true }),
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
    bad: { tracing: { spanMetrics: true } },
    message: `${error("", "spanMetrics", "true; expected false without fraiseql-loki:tracing.url: the stack's own Tempo writes no metrics.")}
  Fix: ${set("spanMetrics", "false")}`,
    good: { tracing: { deploy: false, url: "http://tempo:3200", spanMetrics: true } },
  },
]);

test("dev keeps traces on a volume without a word", () => {
  expect(warningsOf("dev", {})).toBe("");
});

test("the region of the bucket is that of the AWS provider where none is given", () => {
  const areas = own({ ...s3, region: undefined });
  expect(problemsOf("prod", { ...areas, "aws:region": "eu-west-1" })).toBe("");
  expect(problemsOf("prod", areas)).toContain("expected an AWS region such as eu-west-1");
});
