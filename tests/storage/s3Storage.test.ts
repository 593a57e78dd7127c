import { accessPolicy, bucketPolicy, podIdentityTrust } from "../../components/storage/s3Policies";
import { chunksLifecycle, rulerLifecycle } from "../../components/storage/s3Lifecycle";
import type { Registered } from "../../tools/evaluate";
import { inputsOf, inventory } from "../support/record";
import {
  expiries,
  recordStorage,
  region,
  s3Settings,
  s3SettingOf,
  s3Type,
  type Recorded,
} from "./fixtures";

const pods = { namespace: "loki", serviceAccountName: "loki" };
const buckets = ["acme-loki-chunks", "acme-loki-ruler"];

const dependenciesOf = (recorded: Recorded) =>
  Object.fromEntries(
    recorded.evaluation.resources.map(({ type, name, dependencies }) => [
      `${type.replace(/^.*:/, "")}::${name}`,
      dependencies,
    ]),
  );

describe("S3Storage with the smallest settings", () => {
  let recorded: Recorded;
  beforeAll(async () => {
    recorded = await recordStorage(() => s3Settings());
  });

  test("makes two complete buckets, a role and what binds it", () => {
    expect(inventory(recorded.evaluation)).toEqual([
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::storage-identity-association",
      "aws:iam/role:Role::storage-identity-role",
      "aws:iam/rolePolicy:RolePolicy::storage-identity-access",
      "aws:s3/bucket:Bucket::storage-chunks",
      "aws:s3/bucket:Bucket::storage-ruler",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration::storage-chunks-lifecycle",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration::storage-ruler-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls::storage-chunks-ownership",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls::storage-ruler-ownership",
      "aws:s3/bucketPolicy:BucketPolicy::storage-chunks-policy",
      "aws:s3/bucketPolicy:BucketPolicy::storage-ruler-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::storage-chunks-public-access",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::storage-ruler-public-access",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration::storage-chunks-encryption",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration::storage-ruler-encryption",
      "aws:s3/bucketVersioning:BucketVersioning::storage-chunks-versioning",
      "aws:s3/bucketVersioning:BucketVersioning::storage-ruler-versioning",
      "fraiseql-loki:storage:S3Bucket::storage-chunks",
      "fraiseql-loki:storage:S3Bucket::storage-ruler",
      "fraiseql-loki:storage:S3Identity::storage-identity",
      "fraiseql-loki:storage:S3Storage::storage",
    ]);
  });

  test.each([
    ["storage-chunks", "acme-loki-chunks"],
    ["storage-ruler", "acme-loki-ruler"],
  ])("makes %s private, versioned and encrypted", (name, bucketName) => {
    const setting = (type: string, role: string) =>
      s3SettingOf(recorded, type, `${name}-${role}`, bucketName);
    expect(inputsOf(recorded.evaluation, s3Type("Bucket"), name)).toEqual({
      bucket: bucketName,
      region,
      forceDestroy: false,
    });
    expect(setting("BucketVersioning", "versioning")).toEqual({
      versioningConfiguration: { status: "Enabled" },
    });
    expect(setting("BucketPublicAccessBlock", "public-access")).toEqual({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(setting("BucketOwnershipControls", "ownership")).toEqual({
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    expect(setting("BucketServerSideEncryptionConfiguration", "encryption")).toEqual({
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
    expect(setting("BucketPolicy", "policy")).toEqual({
      policy: JSON.stringify(bucketPolicy({ bucketName, region, kmsKeyArn: undefined })),
    });
  });

  test("gives each bucket the rules of what it holds", () => {
    const { lifecycle } = s3Settings();
    const type = "BucketLifecycleConfiguration";
    expect(s3SettingOf(recorded, type, "storage-chunks-lifecycle", "acme-loki-chunks")).toEqual({
      rules: chunksLifecycle(lifecycle, expiries(120)),
    });
    expect(s3SettingOf(recorded, type, "storage-ruler-lifecycle", "acme-loki-ruler")).toEqual({
      rules: rulerLifecycle(lifecycle),
    });
  });

  test("gives Loki's service account the objects of the two buckets", () => {
    const { evaluation } = recorded;
    expect(inputsOf(evaluation, "aws:iam/role:Role", "storage-identity-role")).toEqual({
      description: "Loki (service account loki/loki) on its buckets",
      assumeRolePolicy: JSON.stringify(podIdentityTrust("acme-prod", pods)),
    });
    expect(
      inputsOf(evaluation, "aws:iam/rolePolicy:RolePolicy", "storage-identity-access"),
    ).toEqual({
      role: "storage-identity-role-id",
      policy: JSON.stringify(accessPolicy({ bucketNames: buckets, region, kmsKeyArn: undefined })),
    });
    expect(
      inputsOf(
        evaluation,
        "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        "storage-identity-association",
      ),
    ).toEqual({
      region,
      clusterName: "acme-prod",
      namespace: "loki",
      serviceAccount: "loki",
      roleArn: "arn:aws:iam::123456789012:role/storage-identity-role",
    });
  });

  test("makes things in the order that S3 accepts", () => {
    const bucket = (role: string) => {
      const name = `storage-${role}`;
      const made = `aws:s3/bucket:Bucket::${name}`;
      const block = `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::${name}-public-access`;
      return {
        [`Bucket::${name}`]: [],
        [`BucketVersioning::${name}-versioning`]: [made],
        [`BucketPublicAccessBlock::${name}-public-access`]: [made],
        [`BucketServerSideEncryptionConfiguration::${name}-encryption`]: [made],
        [`BucketOwnershipControls::${name}-ownership`]: [made, block],
        [`BucketPolicy::${name}-policy`]: [made, block],
        [`BucketLifecycleConfiguration::${name}-lifecycle`]: [
          made,
          `aws:s3/bucketVersioning:BucketVersioning::${name}-versioning`,
        ],
        [`S3Bucket::${name}`]: [],
      };
    };
    const role = "aws:iam/role:Role::storage-identity-role";
    expect(dependenciesOf(recorded)).toEqual({
      ...bucket("chunks"),
      ...bucket("ruler"),
      "Role::storage-identity-role": [],
      "RolePolicy::storage-identity-access": [role],
      "PodIdentityAssociation::storage-identity-association": [role],
      "S3Identity::storage-identity": [],
      "S3Storage::storage": [],
    });
  });

  test("holds Loki back until the buckets are safe and it may use them", () => {
    const bucket = (name: string) => [
      `aws:s3/bucketOwnershipControls:BucketOwnershipControls::${name}-ownership`,
      `aws:s3/bucketPolicy:BucketPolicy::${name}-policy`,
      `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::${name}-public-access`,
      `aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration::${name}-encryption`,
      `aws:s3/bucketVersioning:BucketVersioning::${name}-versioning`,
    ];
    expect(recorded.dependencies).toEqual(
      [
        ...bucket("storage-chunks"),
        ...bucket("storage-ruler"),
        "aws:eks/podIdentityAssociation:PodIdentityAssociation::storage-identity-association",
        "aws:iam/rolePolicy:RolePolicy::storage-identity-access",
      ].sort(),
    );
  });

  test("tells Loki where the buckets are, and no key", () => {
    const { storage, outputs } = recorded;
    const client = {
      endpoint: "s3.eu-west-1.amazonaws.com",
      region,
      dualstack_enabled: false,
      native_aws_auth_enabled: true,
      sse: { type: "SSE-S3" },
    };
    expect(storage.objectStoreConfig).toEqual({
      s3: { bucket_name: "acme-loki-chunks", ...client },
    });
    expect(storage.rulerStorageConfig).toEqual({
      backend: "s3",
      s3: { bucket_name: "acme-loki-ruler", ...client },
    });
    expect(outputs["serviceAccountAnnotations"]).toEqual({});
    expect([storage.env, storage.volumes, storage.volumeMounts]).toEqual([[], [], []]);
  });

  test("makes every part a child of its component", () => {
    const parents = (of: readonly Registered[]) => [...new Set(of.map(({ parent }) => parent))];
    const named = (prefix: string) =>
      recorded.evaluation.resources.filter(({ name, custom }) => custom && name.startsWith(prefix));
    expect(parents(named("storage-chunks"))).toEqual([
      "fraiseql-loki:storage:S3Bucket::storage-chunks",
    ]);
    expect(parents(named("storage-ruler"))).toEqual([
      "fraiseql-loki:storage:S3Bucket::storage-ruler",
    ]);
    expect(parents(named("storage-identity"))).toEqual([
      "fraiseql-loki:storage:S3Identity::storage-identity",
    ]);
    const components = recorded.evaluation.resources.filter(({ type }) =>
      /:(?:S3Bucket|S3Identity)$/.test(type),
    );
    expect(parents(components)).toEqual(["fraiseql-loki:storage:S3Storage::storage"]);
  });

  test("keeps settings out of the components' state", () => {
    const components = recorded.evaluation.resources.filter(({ custom }) => !custom);
    expect(components.map(({ inputs }) => inputs)).toEqual([{}, {}, {}, {}]);
  });
});
