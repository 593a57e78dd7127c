import * as pulumi from "@pulumi/pulumi";
import { Tempo } from "../../components/tracing/tempo";
import { inputsOf, inventory, record, resourceOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { gcs, kmsKeyArn, kmsKeyName, s3, s3Compatible } from "./fixtures";

const statefulSet = "kubernetes:apps/v1:StatefulSet";

const deploy = (storage: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  record(() => {
    const { tracing, images } = prodSettings({ tracing: { deploy: true, storage, ...more } });
    const { bucketNames } = new Tempo("tempo", { namespace: "loki", settings: tracing, images });
    return { bucketNames };
  });

type Recorded = Awaited<ReturnType<typeof deploy>>;

const configOf = (evaluation: Recorded) =>
  (
    inputsOf(evaluation, "kubernetes:core/v1:ConfigMap", "tempo-config") as {
      data: Record<string, string>;
    }
  ).data["tempo.yaml"];

const traceBlock = (evaluation: Recorded) =>
  configOf(evaluation)?.split("  trace:\n")[1]?.split("usage_report")[0];

const wal = "    wal:\n      path: /var/tempo/wal\n";

describe("in Amazon S3", () => {
  let evaluation: Recorded;
  beforeAll(async () => {
    evaluation = await deploy(s3);
  });

  test("there is one bucket with all that guards Loki's, and a role", () => {
    const cloud = inventory(evaluation).filter((name) => name.startsWith("aws:"));
    expect(cloud.sort()).toEqual([
      "aws:eks/podIdentityAssociation:PodIdentityAssociation::tempo-storage-identity-association",
      "aws:iam/role:Role::tempo-storage-identity-role",
      "aws:iam/rolePolicy:RolePolicy::tempo-storage-identity-access",
      "aws:s3/bucket:Bucket::tempo-storage-bucket",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration::tempo-storage-bucket-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls::tempo-storage-bucket-ownership",
      "aws:s3/bucketPolicy:BucketPolicy::tempo-storage-bucket-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock::tempo-storage-bucket-public-access",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration::tempo-storage-bucket-encryption",
      "aws:s3/bucketVersioning:BucketVersioning::tempo-storage-bucket-versioning",
    ]);
    expect(evaluation.outputs).toEqual({ bucketNames: ["acme-tempo-traces"] });
  });

  test("Pulumi keeps it", () => {
    const bucket = resourceOf(evaluation, "aws:s3/bucket:Bucket", "tempo-storage-bucket");
    expect([bucket.protect, bucket.retainOnDelete]).toEqual([true, true]);
    expect(bucket.inputs).toMatchObject({ bucket: "acme-tempo-traces", forceDestroy: false });
  });

  test("traces expire 30 days after Tempo should have deleted them, and nothing else does", () => {
    const { rules } = inputsOf(
      evaluation,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "tempo-storage-bucket-lifecycle",
    ) as { rules: { id: string; filter: unknown; expiration?: unknown }[] };
    expect(rules.filter(({ expiration }) => expiration !== undefined)).toEqual([
      {
        id: "traces-single-tenant/",
        status: "Enabled",
        filter: { prefix: "single-tenant/" },
        expiration: { days: 44 },
      },
      expect.objectContaining({ expiration: { expiredObjectDeleteMarker: true } }),
    ]);
  });

  test("only pods of Tempo's service account get the role, for this bucket alone", () => {
    const role = inputsOf(evaluation, "aws:iam/role:Role", "tempo-storage-identity-role") as {
      assumeRolePolicy: string;
      description: string;
    };
    expect(role.description).toBe("Tempo (service account loki/tempo) on its buckets");
    expect(JSON.parse(role.assumeRolePolicy)).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: { "aws:RequestTag/kubernetes-service-account": "tempo" },
          },
        },
      ],
    });
    const { policy } = inputsOf(
      evaluation,
      "aws:iam/rolePolicy:RolePolicy",
      "tempo-storage-identity-access",
    ) as { policy: string };
    expect(policy.match(/arn:aws:s3:::[^"]+/g)).toEqual([
      "arn:aws:s3:::acme-tempo-traces",
      "arn:aws:s3:::acme-tempo-traces/*",
    ]);
  });

  test("Tempo is told where, and no key", () => {
    expect(traceBlock(evaluation)).toBe(`    backend: s3
    s3:
      bucket: acme-tempo-traces
      endpoint: s3.eu-west-1.amazonaws.com
      region: eu-west-1
      sse:
        type: SSE-S3
${wal}`);
  });

  test("and starts once it may", () => {
    const { dependencies } = resourceOf(evaluation, statefulSet, "tempo");
    expect(dependencies).toEqual(
      expect.arrayContaining([
        "aws:eks/podIdentityAssociation:PodIdentityAssociation::tempo-storage-identity-association",
        "aws:s3/bucketPolicy:BucketPolicy::tempo-storage-bucket-policy",
      ]),
    );
  });

  test("with a key of the customer's and IRSA", async () => {
    const identity = {
      kind: "irsa",
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.example.com",
    };
    const other = await deploy({ ...s3, kmsKeyArn, identity });
    expect(configOf(other)).toContain(
      `      sse:\n        type: SSE-KMS\n        kms_key_id: ${kmsKeyArn}\n`,
    );
    expect(inputsOf(other, "kubernetes:core/v1:ServiceAccount", "tempo")["metadata"]).toMatchObject(
      {
        annotations: {
          "eks.amazonaws.com/role-arn":
            "arn:aws:iam::123456789012:role/tempo-storage-identity-role",
        },
      },
    );
  });
});

describe("in Google Cloud Storage", () => {
  const bucketType = "gcp:storage/bucket:Bucket";
  const memberType = "gcp:storage/bucketIAMMember:BucketIAMMember";
  const member =
    "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-prod.svc.id.goog/subject/ns/loki/sa/tempo";

  test("there is one private bucket that Tempo's own account uses, and may look at", async () => {
    const evaluation = await deploy({ ...gcs, kmsKeyName }, { retention: "720h" });
    expect(inputsOf(evaluation, bucketType, "tempo-storage-bucket")).toMatchObject({
      name: "acme-tempo-traces",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      deletionPolicy: "PREVENT",
      encryption: { defaultKmsKeyName: kmsKeyName },
      lifecycleRules: [
        {
          action: { type: "Delete" },
          condition: { age: 60, matchesPrefixes: ["single-tenant/"] },
        },
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
    });
    const grants = evaluation.resources.filter(({ type }) => type === memberType);
    expect(grants.map(({ inputs }) => inputs)).toEqual([
      { bucket: "acme-tempo-traces", role: "roles/storage.objectUser", member },
      { bucket: "acme-tempo-traces", role: "roles/storage.legacyBucketReader", member },
    ]);
    expect(inventory(evaluation)).toContain(
      "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember::tempo-storage-key-grant",
    );
    expect(traceBlock(evaluation)).toBe(
      `    backend: gcs\n    gcs:\n      bucket_name: acme-tempo-traces\n${wal}`,
    );
    const { dependencies } = resourceOf(evaluation, statefulSet, "tempo");
    expect(dependencies).toContain(`${memberType}::tempo-storage-bucket-reader`);
  });
});

describe("in another store", () => {
  test("the keys are in a file, secret, and nowhere else", async () => {
    const evaluation = await deploy(s3Compatible);
    const secret = resourceOf(evaluation, "kubernetes:core/v1:Secret", "tempo-storage-credentials");
    expect(secret.secretPaths).toEqual(["stringData"]);
    expect(secret.inputs["stringData"]).toEqual({
      credentials:
        "[default]\naws_access_key_id = `tempo-key`\naws_secret_access_key = `se#cr;et`\n",
    });
    const open = evaluation.resources.filter((resource) => resource !== secret);
    expect(JSON.stringify(open.map(({ inputs }) => inputs))).not.toMatch(/tempo-key|se#cr;et/);
    expect(traceBlock(evaluation)).toBe(`    backend: s3
    s3:
      bucket: tempo-traces
      endpoint: seaweedfs.storage.svc:8333
      region: us-east-1
      insecure: true
      forcepathstyle: true
${wal}`);
    const { spec } = inputsOf(evaluation, statefulSet, "tempo") as {
      spec: {
        template: {
          spec: {
            containers: { env: unknown[]; volumeMounts: unknown[] }[];
            volumes: { name: string }[];
          };
        };
      };
    };
    const [container] = spec.template.spec.containers;
    expect(container?.env).toContainEqual({
      name: "AWS_SHARED_CREDENTIALS_FILE",
      value: "/etc/tempo-object-store/credentials",
    });
    expect(container?.volumeMounts).toContainEqual({
      name: "object-store-credentials",
      mountPath: "/etc/tempo-object-store",
      readOnly: true,
    });
    expect(spec.template.spec.volumes.map(({ name }) => name)).toContain(
      "object-store-credentials",
    );
  });
});

test("a bucket is made where the stack says, so that the namespace can go without it", async () => {
  const evaluation = await record(() => {
    const { tracing, images } = prodSettings({ tracing: { deploy: true, storage: s3 } });
    const parent = new pulumi.ComponentResource("test:index:Stack", "stack");
    new Tempo(
      "tempo",
      { namespace: "loki", settings: tracing, images, bucketOptions: { parent } },
      {},
    );
  });
  const storage = "fraiseql-loki:tracing:TempoS3Storage";
  expect(resourceOf(evaluation, storage, "tempo-storage").parent).toBe("test:index:Stack::stack");
});
