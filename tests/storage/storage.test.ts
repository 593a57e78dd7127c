import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { inventory } from "../support/record";
import {
  filesystemSettings,
  gcsSettings,
  recordStorage,
  s3CompatibleSettings,
  s3Settings,
} from "./fixtures";

describe("createStorage", () => {
  test.each([
    { kind: "filesystem", settings: filesystemSettings, objectStore: "filesystem", buckets: [] },
    {
      kind: "s3",
      settings: s3Settings,
      objectStore: "s3",
      buckets: ["acme-loki-chunks", "acme-loki-ruler"],
    },
    {
      kind: "gcs",
      settings: gcsSettings,
      objectStore: "gcs",
      buckets: ["acme-loki-chunks", "acme-loki-ruler"],
    },
    {
      kind: "s3Compatible",
      settings: s3CompatibleSettings,
      objectStore: "s3",
      buckets: ["loki-chunks", "loki-ruler"],
    },
  ])("makes the store of kind $kind", async ({ settings, objectStore, buckets }) => {
    const { storage } = await recordStorage(() => settings());
    expect(storage.objectStore).toBe(objectStore);
    expect(storage.bucketNames).toEqual(buckets);
  });

  test.each([
    { kind: "s3", settings: s3Settings },
    { kind: "gcs", settings: gcsSettings },
    { kind: "s3Compatible", settings: s3CompatibleSettings },
  ])("creates the same resources of kind $kind in a preview", async ({ settings }) => {
    const real = await recordStorage(() => settings());
    const preview = await recordStorage(() => settings(), { preview: true });
    expect(inventory(preview.evaluation)).toEqual(inventory(real.evaluation));
    expect(preview.dependencies).toEqual(real.dependencies);
  });

  test("keeps a filesystem store on Loki's volume and makes nothing", async () => {
    const { storage, evaluation } = await recordStorage(filesystemSettings);
    expect(inventory(evaluation)).toEqual([]);
    expect(storage).toEqual({
      objectStore: "filesystem",
      objectStoreConfig: { filesystem: { dir: "/var/loki/chunks" } },
      rulerStorageConfig: { backend: "filesystem", filesystem: { dir: "/var/loki/rules" } },
      bucketNames: [],
      serviceAccountAnnotations: {},
      env: [],
      volumes: [],
      volumeMounts: [],
      dependencies: [],
    });
  });
});

describe("the SDK of a cloud", () => {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const { createStorage } = require("./components/storage/storage");
    const loaded = () => ["aws", "gcp"].filter((sdk) =>
      Object.keys(require.cache).some((path) => path.includes("/@pulumi/" + sdk + "/")));
    const args = { namespace: "loki", serviceAccountName: "loki", chunkExpiries: [],
      storage: JSON.parse(process.argv[1]) };
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: () => { throw new Error("looked up"); },
    }).then(() => {
      createStorage("storage", args, {});
      console.log(JSON.stringify(loaded()));
    });`;
  const loadedBy = (storage: object) =>
    JSON.parse(
      execFileSync(
        process.execPath,
        ["--require", "sucrase/register", "--eval", program, JSON.stringify(storage)],
        { cwd: join(__dirname, "..", ".."), encoding: "utf8" },
      ),
    ) as unknown;

  const existingSecret = { credentials: { existingSecret: "loki-object-store" } };
  test.each([
    { kind: "filesystem", storage: filesystemSettings, sdks: [] },
    { kind: "s3Compatible", storage: () => s3CompatibleSettings(existingSecret), sdks: [] },
    { kind: "s3", storage: s3Settings, sdks: ["aws"] },
    { kind: "gcs", storage: gcsSettings, sdks: ["gcp"] },
  ])("is loaded by a store of kind $kind only where it needs it: $sdks", ({ storage, sdks }) => {
    expect(loadedBy(storage())).toEqual(sdks);
  });
});
