import { chunksLifecycle } from "../../components/storage/s3Lifecycle";
import { accessPolicy, bucketPolicy, irsaTrust } from "../../components/storage/s3Policies";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { recordStorage, region, s3Settings, s3SettingOf, s3Type } from "./fixtures";

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const oidcProviderArn =
  "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE";
const pods = { namespace: "loki", serviceAccountName: "loki" };
const buckets = ["acme-loki-chunks", "acme-loki-ruler"];

describe("S3Storage with its options", () => {
  test.each([
    { protect: true, guarded: ["storage-chunks", "storage-ruler"] },
    { protect: false, guarded: [] },
  ])("guards the buckets against deletion with protect $protect", async ({ protect, guarded }) => {
    const { evaluation } = await recordStorage(() => s3Settings({ protect }));
    const { resources } = evaluation;
    expect(resources.filter((r) => r.protect).map(({ name }) => name)).toEqual(guarded);
    const s3 = resources.filter(({ type }) => type.startsWith("aws:s3/"));
    expect(new Set(s3.map(({ retainOnDelete }) => retainOnDelete))).toEqual(new Set([protect]));
    const others = resources.filter(({ type }) => !type.startsWith("aws:s3/"));
    expect(others.filter(({ retainOnDelete }) => retainOnDelete)).toEqual([]);
  });

  test("empties the buckets of a throw-away stack", async () => {
    const { evaluation } = await recordStorage(() =>
      s3Settings({ protect: false, forceDestroy: true }),
    );
    expect(
      ["storage-chunks", "storage-ruler"].map(
        (name) => inputsOf(evaluation, s3Type("Bucket"), name)["forceDestroy"],
      ),
    ).toEqual([true, true]);
  });

  test("encrypts with the KMS key everywhere it is named", async () => {
    const recorded = await recordStorage(() => s3Settings({ kmsKeyArn }));
    const { storage, evaluation } = recorded;
    for (const [name, bucketName] of [
      ["storage-chunks", "acme-loki-chunks"],
      ["storage-ruler", "acme-loki-ruler"],
    ] as const) {
      const type = "BucketServerSideEncryptionConfiguration";
      expect(s3SettingOf(recorded, type, `${name}-encryption`, bucketName)).toEqual({
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: kmsKeyArn,
            },
            bucketKeyEnabled: true,
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      });
      expect(s3SettingOf(recorded, "BucketPolicy", `${name}-policy`, bucketName)).toEqual({
        policy: JSON.stringify(bucketPolicy({ bucketName, region, kmsKeyArn })),
      });
    }
    expect(
      inputsOf(evaluation, "aws:iam/rolePolicy:RolePolicy", "storage-identity-access")["policy"],
    ).toBe(JSON.stringify(accessPolicy({ bucketNames: buckets, region, kmsKeyArn })));
    expect(storage.objectStoreConfig).toEqual({
      s3: {
        bucket_name: "acme-loki-chunks",
        endpoint: "s3.eu-west-1.amazonaws.com",
        region,
        dualstack_enabled: false,
        native_aws_auth_enabled: true,
        sse: { type: "SSE-KMS", kms_key_id: kmsKeyArn },
      },
    });
  });

  test("logs access to an existing bucket", async () => {
    const recorded = await recordStorage(() => s3Settings({ accessLogBucket: "acme-access-logs" }));
    expect(
      s3SettingOf(recorded, "BucketLogging", "storage-chunks-logging", "acme-loki-chunks"),
    ).toEqual({ targetBucket: "acme-access-logs", targetPrefix: "acme-loki-chunks/" });
    expect(
      s3SettingOf(recorded, "BucketLogging", "storage-ruler-logging", "acme-loki-ruler"),
    ).toEqual({ targetBucket: "acme-access-logs", targetPrefix: "acme-loki-ruler/" });
  });

  test("binds the role through the cluster's OpenID Connect provider", async () => {
    const { evaluation, outputs, dependencies } = await recordStorage(() =>
      s3Settings({ identity: { kind: "irsa", oidcProviderArn } }),
    );
    const role = resourceOf(evaluation, "aws:iam/role:Role", "storage-identity-role");
    expect(role.inputs["assumeRolePolicy"]).toBe(JSON.stringify(irsaTrust(oidcProviderArn, pods)));
    expect(outputs["serviceAccountAnnotations"]).toEqual({
      "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/storage-identity-role",
    });
    expect(inventory(evaluation).filter((entry) => entry.startsWith("aws:eks"))).toEqual([]);
    expect(dependencies.filter((entry) => !entry.startsWith("aws:s3/"))).toEqual([
      "aws:iam/rolePolicy:RolePolicy::storage-identity-access",
    ]);
  });

  test("passes no expiry on where chunks are kept for ever", async () => {
    const recorded = await recordStorage(() => s3Settings(), { days: undefined });
    const type = "BucketLifecycleConfiguration";
    expect(s3SettingOf(recorded, type, "storage-chunks-lifecycle", "acme-loki-chunks")).toEqual({
      rules: chunksLifecycle(s3Settings().lifecycle, []),
    });
  });
});
