import { Refusal } from "../../tools/refusal";
import type { RetentionReport } from "../../tools/retentionAudit/audit";
import { runAudit } from "../../tools/retentionAudit/run";
import { FakeGcs } from "./fakeGcs";
import { chunk, indexFile, lokisOwn, now, sorted, stackFile } from "./fixtures";

const bucket = "acme-loki-chunks";
const condition = { age: 120, matchesPrefix: ["fraiseql/"] };
const kept = sorted(
  chunk("fraiseql", 1),
  chunk("fraiseql", 89, "aa"),
  indexFile(1, "fraiseql"),
  ...lokisOwn,
);

const server = new FakeGcs({
  bucket,
  objects: kept,
  remaining: [],
  pageSize: 2,
  metadata: {
    lifecycle: { rule: [{ action: { type: "Delete" }, condition }] },
    softDeletePolicy: { retentionDurationSeconds: "604800" },
  },
  error: undefined,
  body: undefined,
});
const file = stackFile();
let endpoint = "";

beforeAll(async () => {
  endpoint = await server.start();
  file.write({
    "fraiseql-loki:environment": "prod",
    "fraiseql-loki:storage": {
      kind: "gcs",
      project: "acme-prod",
      projectNumber: "123456789012",
      location: "EU",
      chunksBucket: bucket,
      rulerBucket: "acme-loki-ruler",
    },
  });
});
afterEach(() => {
  server.reset();
});
afterAll(async () => {
  file.remove();
  await server.stop();
});

async function audit(...args: string[]) {
  const all = ["--stack", "try", "--config-file", file.path, "--endpoint", endpoint, "--json"];
  const { output, exitCode } = await runAudit([...all, ...args], now);
  return { exitCode, report: JSON.parse(output) as RetentionReport };
}

test("a bucket that is as declared ends with 0, after every page", async () => {
  const { exitCode, report } = await audit();
  expect([exitCode, report.verdict, report.provider]).toEqual([0, "kept", "gcs"]);
  expect(report.tenants).toMatchObject([
    {
      prefix: "fraiseql/",
      objects: 2,
      bytes: 3_000,
      oldestObject: { key: chunk("fraiseql", 89, "aa").key },
    },
  ]);
  expect(server.requests).toHaveLength(4);
  expect(server.requests.every((request) => /^GET .*[^d]$/.test(request))).toBe(true);
});

test("what is overdue, and rules that are not those declared, end with 2", async () => {
  server.store.objects = sorted(...kept, chunk("fraiseql", 95, "bb"));
  server.store.metadata = {};
  const { exitCode, report } = await audit();
  expect([exitCode, report.offences.map(({ reason }) => reason.slice(0, 20))]).toEqual([
    2,
    ["1 of 3 objects hold ", "no rule: declared is"],
  ]);
});

test("the report of one tenant counts versions and soft-deleted objects", async () => {
  server.store.remaining = [
    { key: "fraiseql/a", kind: "noncurrentVersion" },
    { key: "fraiseql/b", kind: "softDeleted" },
    { key: "fraiseql/c", kind: "softDeleted" },
    { key: "fraiseql/d", kind: "softDeleted" },
    { key: indexFile(1, "other").key, kind: "softDeleted" },
  ];
  const { report } = await audit("--tenant", "fraiseql");
  expect(report.erasure).toEqual({
    tenant: "fraiseql",
    objects: 2,
    indexObjects: 1,
    keepsDeleted: true,
    noncurrentVersions: 1,
    softDeleted: 3,
    deleteMarkers: 0,
    nothingLeft: false,
  });
});

test("a bucket without soft delete is not asked for such objects, which it would refuse", async () => {
  server.store.metadata = { softDeletePolicy: { retentionDurationSeconds: "0" } };
  const { report } = await audit("--tenant", "gone");
  expect(report.erasure).toMatchObject({ keepsDeleted: false, nothingLeft: true });
  expect(server.requests.filter((request) => request.includes("softDeleted"))).toEqual([]);
});

describe("a store that cannot be read is refused in one sentence:", () => {
  test.each([
    [
      403,
      "forbidden",
      `access denied to bucket ${bucket} at <e>: give the credentials storage.buckets.get`,
    ],
    [
      401,
      "required",
      "<e> does not take the credentials (required, 401): run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to the key of an account that may read the bucket",
    ],
    [400, "invalid", "<e> answered with an error (invalid, 400): try again later"],
  ])("%d", async (status, reason, message) => {
    server.store.error = { status, reason };
    await expect(audit()).rejects.toThrow(new Refusal(message.replace("<e>", endpoint)));
  });

  test("no such bucket", async () => {
    await expect(audit("--bucket", "acme-other")).rejects.toThrow(
      new Refusal(
        `there is no bucket acme-other at ${endpoint}: name another one with --bucket, or another store with --endpoint`,
      ),
    );
  });

  test("another answer instead of a listing, which would look like an empty bucket", async () => {
    server.store.body = "{}";
    await expect(audit()).rejects.toThrow(
      new Refusal(
        `${endpoint} answered without a whole listing of bucket ${bucket}: name the address of the object store with --endpoint`,
      ),
    );
  });

  test("an emulator that the environment names behind the report's back", async () => {
    process.env["STORAGE_EMULATOR_HOST"] = endpoint;
    try {
      await expect(audit()).rejects.toThrow(
        new Refusal(
          "STORAGE_EMULATOR_HOST is set, and Google's SDK would ask there: unset it, and name an emulator with --endpoint",
        ),
      );
    } finally {
      delete process.env["STORAGE_EMULATOR_HOST"];
    }
  });
});
