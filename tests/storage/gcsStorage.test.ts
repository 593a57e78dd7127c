import { chunksLifecycle, rulerLifecycle } from "../../components/storage/gcsLifecycle";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { expiries, gcsSettings, recordStorage, type Recorded } from "./fixtures";

const bucketType = "gcp:storage/bucket:Bucket";
const accessType = "gcp:storage/bucketIAMMember:BucketIAMMember";
const grantType = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";
const kmsKeyName = "projects/acme-prod/locations/eu/keyRings/logs/cryptoKeys/loki";

const chunksRules = chunksLifecycle(gcsSettings().lifecycle, expiries(120));
const rulerRules = rulerLifecycle(gcsSettings().lifecycle);

describe("GcsStorage with the smallest settings", () => {
  let recorded: Recorded;
  beforeAll(async () => {
    recorded = await recordStorage(() => gcsSettings());
  });

  test("makes two buckets and Loki's right to use them", () => {
    expect(inventory(recorded.evaluation)).toEqual([
      "fraiseql-loki:storage:GcsBucket::storage-chunks",
      "fraiseql-loki:storage:GcsBucket::storage-ruler",
      "fraiseql-loki:storage:GcsStorage::storage",
      "gcp:storage/bucket:Bucket::storage-chunks",
      "gcp:storage/bucket:Bucket::storage-ruler",
      "gcp:storage/bucketIAMMember:BucketIAMMember::storage-chunks-access",
      "gcp:storage/bucketIAMMember:BucketIAMMember::storage-ruler-access",
    ]);
  });

  test.each([
    { name: "storage-chunks", bucketName: "acme-loki-chunks", lifecycleRules: chunksRules },
    { name: "storage-ruler", bucketName: "acme-loki-ruler", lifecycleRules: rulerRules },
  ])("makes $name private and restorable", ({ name, bucketName, lifecycleRules }) => {
    expect(inputsOf(recorded.evaluation, bucketType, name)).toEqual({
      name: bucketName,
      project: "acme-prod",
      location: "EU",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: false },
      softDeletePolicy: { retentionDurationSeconds: 604_800 },
      lifecycleRules,
      forceDestroy: false,
      deletionPolicy: "PREVENT",
    });
  });

  test.each([
    ["storage-chunks", "acme-loki-chunks"],
    ["storage-ruler", "acme-loki-ruler"],
  ])("lets Loki's service account itself use the objects of %s", (name, bucket) => {
    expect(inputsOf(recorded.evaluation, accessType, `${name}-access`)).toEqual({
      bucket,
      role: "roles/storage.objectUser",
      member:
        "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/acme-prod.svc.id.goog/subject/ns/loki/sa/loki",
    });
  });

  test("holds Loki back until the buckets are there and it may use them", () => {
    expect(recorded.dependencies).toEqual([
      "gcp:storage/bucket:Bucket::storage-chunks",
      "gcp:storage/bucket:Bucket::storage-ruler",
      "gcp:storage/bucketIAMMember:BucketIAMMember::storage-chunks-access",
      "gcp:storage/bucketIAMMember:BucketIAMMember::storage-ruler-access",
    ]);
  });

  test("tells Loki where the buckets are, and no key", () => {
    const { storage } = recorded;
    expect(storage.objectStoreConfig).toEqual({ gcs: { bucket_name: "acme-loki-chunks" } });
    expect(storage.rulerStorageConfig).toEqual({
      backend: "gcs",
      gcs: { bucket_name: "acme-loki-ruler" },
    });
    expect(storage.serviceAccountAnnotations).toEqual({});
    expect([storage.env, storage.volumes, storage.volumeMounts]).toEqual([[], [], []]);
  });

  test("makes every part a child of its component", () => {
    expect(
      recorded.evaluation.resources.map(({ type, name, parent }) => [
        `${type.replace(/^.*:/, "")}::${name}`,
        parent.replace(/^.*:storage:/, ""),
      ]),
    ).toEqual([
      ["GcsBucket::storage-chunks", "GcsStorage::storage"],
      ["GcsBucket::storage-ruler", "GcsStorage::storage"],
      ["GcsStorage::storage", "pulumi:pulumi:Stack::fraiseql-loki-test"],
      ["Bucket::storage-chunks", "GcsBucket::storage-chunks"],
      ["Bucket::storage-ruler", "GcsBucket::storage-ruler"],
      ["BucketIAMMember::storage-chunks-access", "GcsBucket::storage-chunks"],
      ["BucketIAMMember::storage-ruler-access", "GcsBucket::storage-ruler"],
    ]);
  });
});

describe("GcsStorage with its options", () => {
  test.each([
    { protect: true, deletionPolicy: "PREVENT" },
    { protect: false, deletionPolicy: "DELETE" },
  ])("guards the buckets with protect $protect", async ({ protect, deletionPolicy }) => {
    const { evaluation } = await recordStorage(() => gcsSettings({ protect, kmsKeyName }));
    const guards = (type: string, name: string) => {
      const resource = resourceOf(evaluation, type, name);
      return [resource.protect, resource.retainOnDelete, resource.inputs["deletionPolicy"]];
    };
    for (const name of ["storage-chunks", "storage-ruler"]) {
      expect(guards(bucketType, name)).toEqual([protect, protect, deletionPolicy]);
      expect(guards(accessType, `${name}-access`)).toEqual([false, false, undefined]);
    }
    expect(guards(grantType, "storage-key-grant")).toEqual([false, protect, undefined]);
  });

  test("empties the buckets of a throw-away stack", async () => {
    const { evaluation } = await recordStorage(() =>
      gcsSettings({ protect: false, forceDestroy: true }),
    );
    expect(
      ["storage-chunks", "storage-ruler"].map(
        (name) => inputsOf(evaluation, bucketType, name)["forceDestroy"],
      ),
    ).toEqual([true, true]);
  });

  test("lets Cloud Storage use the key before it makes a bucket", async () => {
    const { evaluation } = await recordStorage(() => gcsSettings({ kmsKeyName }));
    expect(inputsOf(evaluation, grantType, "storage-key-grant")).toEqual({
      cryptoKeyId: kmsKeyName,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com",
    });
    for (const name of ["storage-chunks", "storage-ruler"]) {
      const bucket = resourceOf(evaluation, bucketType, name);
      expect(bucket.inputs["encryption"]).toEqual({ defaultKmsKeyName: kmsKeyName });
      expect(bucket.dependencies).toEqual([`${grantType}::storage-key-grant`]);
    }
  });

  test.each([
    [0, 0],
    [30, 2_592_000],
  ])("keeps deleted objects for %i days", async (softDeleteDays, retentionDurationSeconds) => {
    const { evaluation } = await recordStorage(() => gcsSettings({ softDeleteDays }));
    expect(inputsOf(evaluation, bucketType, "storage-chunks")["softDeletePolicy"]).toEqual({
      retentionDurationSeconds,
    });
  });
});
