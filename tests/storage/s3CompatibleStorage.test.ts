import { contentHash } from "../../components/kubernetes";
import { inventory, resourceOf } from "../support/record";
import { recordStorage, s3CompatibleSettings, type Recorded } from "./fixtures";

const file = "[default]\naws_access_key_id = `loki-key`\naws_secret_access_key = `se#cr;et`\n";
const secretName = `storage-credentials-${contentHash({ credentials: file })}`;
const existing = { credentials: { existingSecret: "acme-object-store" } };

describe("S3CompatibleStorage with keys", () => {
  let recorded: Recorded;
  beforeAll(async () => {
    recorded = await recordStorage(() => s3CompatibleSettings());
  });

  test("makes one Secret and nothing in a cloud", () => {
    expect(inventory(recorded.evaluation)).toEqual([
      "fraiseql-loki:storage:S3CompatibleStorage::storage",
      "kubernetes:core/v1:Secret::storage-credentials",
    ]);
  });

  test("puts the keys into a credentials file, quoted, secret", () => {
    const { evaluation } = recorded;
    const secret = resourceOf(evaluation, "kubernetes:core/v1:Secret", "storage-credentials");
    expect(secret.inputs).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: secretName,
        namespace: "loki",
        labels: {
          "app.kubernetes.io/name": "loki",
          "app.kubernetes.io/instance": "fraiseql-loki",
          "app.kubernetes.io/component": "loki",
          "app.kubernetes.io/part-of": "fraiseql-loki",
          "app.kubernetes.io/managed-by": "pulumi",
        },
      },
      stringData: { credentials: file },
    });
    expect(secret.secretPaths).toEqual(["stringData"]);
    expect(secret.parent).toBe("fraiseql-loki:storage:S3CompatibleStorage::storage");
  });

  test("keeps the keys out of every other input", () => {
    const plain = recorded.evaluation.resources.map(({ inputs, secretPaths }) =>
      Object.entries(inputs).filter(([key]) => !secretPaths.includes(key)),
    );
    expect(JSON.stringify(plain)).not.toMatch(/loki-key|se#cr;et/);
    expect(JSON.stringify(recorded.outputs)).not.toMatch(/loki-key|se#cr;et/);
  });

  test("mounts the file where Loki's S3 client looks for it", () => {
    const { storage, outputs } = recorded;
    expect(storage.env).toEqual([
      { name: "AWS_SHARED_CREDENTIALS_FILE", value: "/etc/loki/object-store/credentials" },
    ]);
    expect(outputs["volumes"]).toEqual([
      { name: "object-store-credentials", secret: { secretName, defaultMode: 0o440 } },
    ]);
    expect(storage.volumeMounts).toEqual([
      { name: "object-store-credentials", mountPath: "/etc/loki/object-store", readOnly: true },
    ]);
    expect(storage.serviceAccountAnnotations).toEqual({});
  });

  test("holds Loki back until the Secret is there", () => {
    expect(recorded.dependencies).toEqual(["kubernetes:core/v1:Secret::storage-credentials"]);
  });

  test("tells Loki where the buckets are, and no key", () => {
    const { storage } = recorded;
    const client = {
      endpoint: "seaweedfs.storage.svc:8333",
      region: "us-east-1",
      insecure: true,
      bucket_lookup_type: "path",
    };
    expect(storage.objectStoreConfig).toEqual({ s3: { bucket_name: "loki-chunks", ...client } });
    expect(storage.rulerStorageConfig).toEqual({
      backend: "s3",
      s3: { bucket_name: "loki-ruler", ...client },
    });
  });
});

test("S3CompatibleStorage gives the Secret a name that a preview knows", async () => {
  const { evaluation, outputs } = await recordStorage(() => s3CompatibleSettings(), {
    preview: true,
  });
  const secret = resourceOf(evaluation, "kubernetes:core/v1:Secret", "storage-credentials");
  expect(secret.inputs["metadata"]).toMatchObject({ name: secretName });
  expect(outputs["volumes"]).toEqual([
    { name: "object-store-credentials", secret: { secretName, defaultMode: 0o440 } },
  ]);
});

test("S3CompatibleStorage gives changed keys another Secret", async () => {
  const credentials = { accessKeyId: "loki-key", secretAccessKey: "another" };
  const { evaluation } = await recordStorage(() => s3CompatibleSettings({ credentials }));
  const secret = resourceOf(evaluation, "kubernetes:core/v1:Secret", "storage-credentials");
  const { name } = secret.inputs["metadata"] as { name: string };
  expect(name).toMatch(/^storage-credentials-[0-9a-f]{10}$/);
  expect(name).not.toBe(secretName);
});

test("S3CompatibleStorage mounts a Secret that is already there and makes none", async () => {
  const { evaluation, storage, dependencies } = await recordStorage(() =>
    s3CompatibleSettings(existing),
  );
  expect(inventory(evaluation)).toEqual(["fraiseql-loki:storage:S3CompatibleStorage::storage"]);
  expect(storage.volumes).toEqual([
    {
      name: "object-store-credentials",
      secret: { secretName: "acme-object-store", defaultMode: 0o440 },
    },
  ]);
  expect(dependencies).toEqual([]);
});

test.each([
  ["http://10.0.0.7:9000", { endpoint: "10.0.0.7:9000", insecure: true }],
  ["https://objects.example.com", { endpoint: "objects.example.com" }],
  ["https://objects.example.com:9443", { endpoint: "objects.example.com:9443" }],
  ["http://[fd00::7]:9000", { endpoint: "[fd00::7]:9000", insecure: true }],
])("S3CompatibleStorage turns %s into Loki's endpoint", async (endpoint, expected) => {
  const settings = () => s3CompatibleSettings({ ...existing, endpoint, pathStyle: false });
  const { storage } = await recordStorage(settings);
  expect(storage.objectStoreConfig).toEqual({
    s3: {
      bucket_name: "loki-chunks",
      region: "us-east-1",
      bucket_lookup_type: "virtual-hosted",
      ...expected,
    },
  });
});
