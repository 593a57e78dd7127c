import { settingsSchema } from "../../components/settings/schema";
import { check, gcs, problemsOf, s3, s3Compatible, warningsOf } from "./badInput";

const storageOf = (stack: string, areas: Record<string, unknown>) =>
  check(stack, areas).settings?.storage;

test("C77: an empty production stack is told every setting it needs, with an example", () => {
  expect(problemsOf("prod", { storage: undefined })).toBe(
    `config error [C77] fraiseql-loki:storage.chunksBucket: got nothing; expected a value: Bucket for chunks and index.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks
config error [C77] fraiseql-loki:storage.identity.clusterName: got nothing; expected a value: EKS cluster that runs the stack, with the Pod Identity agent.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.clusterName' acme-prod
config error [C77] fraiseql-loki:storage.identity.kind: got nothing; expected one of podIdentity, irsa.
  Fix: pulumi config set --path 'fraiseql-loki:storage.identity.kind' podIdentity
config error [C77] fraiseql-loki:storage.kind: got nothing; expected one of filesystem, s3, gcs, s3Compatible.
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3
config error [C77] fraiseql-loki:storage.region: got nothing; expected an AWS region such as eu-west-1.
  Fix: pulumi config set aws:region eu-west-1
config error [C77] fraiseql-loki:storage.rulerBucket: got nothing; expected a value: Bucket for recording and alerting rules.
  Fix: pulumi config set --path 'fraiseql-loki:storage.rulerBucket' acme-loki-ruler`,
  );
});

test("C77: a region that the provider has is not asked for", () => {
  const message = problemsOf("prod", { storage: undefined, "aws:region": "eu-west-1" });

  expect(message).not.toContain("region");
  expect(message.split("\n")).toHaveLength(10);
});

test("C77: what the examples say together is a stack that works", () => {
  const storage = s3({
    chunksBucket: "acme-loki-chunks",
    rulerBucket: "acme-loki-ruler",
    identity: { kind: "podIdentity", clusterName: "acme-prod" },
    region: undefined,
  });

  expect(problemsOf("prod", { storage, "aws:region": "eu-west-1" })).toBe("");
});

test("C77: a stack without credentials is told the two ways to give them", () => {
  expect(problemsOf("prod", { storage: s3Compatible({ credentials: undefined }) })).toBe(
    `config error [C77] fraiseql-loki:storage.credentials: got nothing; expected a value: Either accessKeyId and secretAccessKey, or existingSecret.
  Fix: pulumi config set --path 'fraiseql-loki:storage.credentials.existingSecret' loki-object-store`,
  );
});

test("C77: a missing secret is asked for encrypted and without an example", () => {
  expect(problemsOf("prod", { storage: s3Compatible({ credentials: { accessKeyId: "a" } }) })).toBe(
    `config error [C77] fraiseql-loki:storage.credentials.secretAccessKey: got nothing; expected a value: Secret access key that goes with it.
  Fix: pulumi config set --secret --path 'fraiseql-loki:storage.credentials.secretAccessKey' <value>`,
  );
});

test("C77: an item of a list is told what it lacks", () => {
  expect(problemsOf("dev", { loki: { streamRetention: [{}] } })).toBe(
    `config error [C77] fraiseql-loki:loki.streamRetention[0].period: got nothing; expected a value: How long lines of these streams are kept, in whole days.
  Fix: pulumi config set --path 'fraiseql-loki:loki.streamRetention[0].period' 720h
config error [C77] fraiseql-loki:loki.streamRetention[0].selector: got nothing; expected a value: Stream selector such as {namespace="payments"}.
  Fix: pulumi config set --path 'fraiseql-loki:loki.streamRetention[0].selector' '{namespace="payments"}'`,
  );
});

test.each([
  ["staging", "dev"],
  ["eu-prod", "prod"],
])("a stack called %s must say which defaults it takes", (stack, choice) => {
  expect(problemsOf(stack, { loki: { replicas: 0 } })).toBe(
    `config error fraiseql-loki:environment: got nothing; expected dev or prod: the name of stack "${stack}" does not say which defaults it takes.
  Fix: pulumi config set fraiseql-loki:environment ${choice}
config error [C04] fraiseql-loki:loki.replicas: got 0; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 1`,
  );
});

test.each([
  ["prd", [], 'got "prd"; expected dev or prod; did you mean prod?', "prod"],
  ["staging", [], 'got "staging"; expected dev or prod.', "dev"],
  ["prd", ["fraiseql-loki:environment"], "got [secret]; expected dev or prod.", "dev"],
])("an environment %s is refused", (environment, secretKeys, said, choice) => {
  expect(problemsOf("eu", { environment }, secretKeys)).toBe(
    `config error fraiseql-loki:environment: ${said}
  Fix: pulumi config set fraiseql-loki:environment ${choice}`,
  );
});

test("the region comes from the provider where storage names none", () => {
  const storage = s3({ region: undefined });

  expect(storageOf("prod", { storage, "aws:region": "us-east-2" })).toMatchObject({
    region: "us-east-2",
  });
  expect(storageOf("prod", { storage: s3(), "aws:region": "us-east-2" })).toMatchObject({
    region: "eu-west-1",
  });
});

test("the provider's region is not given to other stores", () => {
  const storage = gcs();

  expect(storageOf("prod", { storage, "aws:region": "us-east-2" })).toEqual(
    settingsSchema("prod").parse({ storage }).storage,
  );
});

test("a number where a text is meant is read as one: pulumi config set stores it so", () => {
  expect(storageOf("prod", { storage: gcs({ projectNumber: 123456789012 }) })).toMatchObject({
    projectNumber: "123456789012",
  });
  expect(check("dev", { tenants: [{ id: 42 }] }).settings?.tenants).toMatchObject([{ id: "42" }]);
});

test("a value in doubt hides the rules that rest on it, and no other", () => {
  const loki = { replicas: "two", replicationFactor: 3, chunkCache: "9Gi" };

  expect(problemsOf("prod", { loki })).toBe(
    `config error [C39] fraiseql-loki:loki.chunkCache: got "9Gi"; expected at most 25 % of fraiseql-loki:loki.resources.memoryLimit (1Gi).
  Fix: pulumi config set --path 'fraiseql-loki:loki.chunkCache' 1Gi
config error [C04] fraiseql-loki:loki.replicas: got "two"; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3`,
  );
});

const noCopies = `config warning [C03] fraiseql-loki:loki.replicationFactor: got 1 (the default); expected 3 in prod: with 1 an acknowledged line has one copy.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicationFactor' 3`;
const chunked = `config warning [C66] fraiseql-loki:storage.kind: got s3Compatible with Loki 3.7.6; expected a store that takes aws-chunked uploads: Loki 3.7 sends them, and some stores refuse them.
  Fix: push a line, flush and query it before you rely on this store`;
const oneServer = `config warning [C07] fraiseql-loki:ring.servers: got 1; expected 3 or 5 in prod: one server is a ring store without a spare.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`;
const newRegion = `config warning [C20] fraiseql-loki:storage.region: got "eu-west-9"; expected an AWS region that existed when this release was made.
  Fix: check the spelling; a newer region works`;
const zstd = `config warning fraiseql-loki:loki.resources.memoryLimit: got "4Gi" (the default); expected at least 6Gi with zstd and structured metadata: queries were measured to take 4 GB.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 6Gi (or set fraiseql-loki:loki.chunkEncoding to snappy)`;

const ring = { kind: "memberlist" };
const structuredMetadata = { structuredMetadata: ["trace_id"] };

test.each([
  [
    "several replicas with one copy",
    "dev",
    { loki: { replicas: 3 }, ring, storage: s3() },
    noCopies,
  ],
  ["one ring server", "dev", { ring: { kind: "consul", servers: 1 } }, oneServer],
  ["Loki 3.7 with another store", "prod", { storage: s3Compatible() }, chunked],
  ["a region newer than the program", "prod", { storage: s3({ region: "eu-west-9" }) }, newRegion],
  ["zstd with structured metadata", "prod", { collector: structuredMetadata }, zstd],
])("%s is accepted with a warning", (_, stack, areas, warning) => {
  expect(problemsOf(stack, areas)).toBe("");
  expect(warningsOf(stack, areas)).toBe(warning);
});

test.each([
  ["one replica with one copy", "dev", {}],
  [
    "an older Loki with another store",
    "dev",
    {
      storage: s3Compatible(),
      images: { loki: "grafana/loki:3.6.15" },
    },
  ],
  [
    "zstd with structured metadata and 6 GiB",
    "prod",
    {
      collector: structuredMetadata,
      loki: { resources: { memoryLimit: "6Gi" } },
    },
  ],
  [
    "snappy with structured metadata",
    "prod",
    {
      collector: structuredMetadata,
      loki: { chunkEncoding: "snappy" },
    },
  ],
])("%s is accepted without a warning", (_, stack, areas) => {
  expect(problemsOf(stack, areas)).toBe("");
  expect(warningsOf(stack, areas)).toBe("");
});

test("without an environment there are no warnings: they would be a guess", () => {
  expect(warningsOf("eu", { ring: { kind: "consul", servers: 1 } })).toBe("");
});
