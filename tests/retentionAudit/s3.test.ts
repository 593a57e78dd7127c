import { Refusal } from "../../tools/refusal";
import { chunk, indexFile, sorted } from "./fixtures";
import { bucket, kept, lifecycle, rule, s3Audit } from "./s3Audit";

const { server, endpoint, onAws, onCompatible } = s3Audit();
const notImplemented = { code: "NotImplemented", status: 501 };

test("a bucket that is as declared ends with 0, after every page", async () => {
  const { exitCode, report } = await onAws();
  expect([exitCode, report.verdict, report.offences]).toEqual([0, "kept", []]);
  expect([report.provider, report.bucket, report.endpoint, report.stack, report.time]).toEqual([
    "s3",
    bucket,
    endpoint(),
    "try",
    "2026-11-23T10:00:00.000Z",
  ]);
  expect(report.tenants).toMatchObject([{ prefix: "acme/", objects: 2, overdue: 0 }]);
  expect(report.tenants[0]?.keysSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(report.index).toMatchObject({ tables: 2, oldestTable: { day: "2026-08-25" } });
  expect(server.requests.filter((url) => url.includes("list-type=2"))).toHaveLength(4);
});

test("nothing but reads is ever asked", async () => {
  server.store.versions = [{ key: "acme/a", kind: "deleteMarker" }];
  await onAws("--tenant", "acme");
  expect(server.requests.length).toBeGreaterThan(4);
  expect(server.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
});

test("what is overdue ends with 2, with each offending prefix", async () => {
  server.store.objects = sorted(
    ...kept,
    chunk("acme", 92, "bb"),
    chunk("gone", 100),
    indexFile(95),
  );
  const { exitCode, report } = await onAws();
  expect([exitCode, report.verdict]).toEqual([2, "offending"]);
  expect(report.offences.map(({ prefix }) => prefix)).toEqual([
    "acme/",
    "gone/",
    "index/loki_index_20685/",
  ]);
});

test("the same keys have the same digest, one key more another", async () => {
  const digest = async () => (await onAws()).report.tenants[0]?.keysSha256;
  const first = await digest();
  server.store.pageSize = 100;
  expect(await digest()).toBe(first);
  server.store.objects = sorted(...kept, chunk("acme", 2, "cc"));
  expect(await digest()).not.toBe(first);
});

describe("the bucket's lifecycle", () => {
  const missing = (why: string) => `${why}: declared is an expiry of its objects at 120 days`;

  test.each([
    [
      "that is another",
      lifecycle(rule("acme/", 95)),
      "its objects expire at 95 days: declared are 120",
    ],
    [
      "that is too early",
      lifecycle(rule("acme/", 30)),
      "rule chunks expires at 30 days, not after the longest retention of 90 days",
    ],
    [
      "that is not there",
      { code: "NoSuchLifecycleConfiguration", status: 404 },
      missing("no rule"),
    ],
    ["that the store does not know", notImplemented, missing("the store has no lifecycle")],
  ])("%s is an offence where the stack declares one", async (_, answer, reason) => {
    server.store.lifecycle = answer;
    const { exitCode, report } = await onAws();
    expect([exitCode, report.offences]).toEqual([2, [{ prefix: "acme/", reason }]]);
  });

  test("that takes the whole bucket is an offence of its own", async () => {
    server.store.lifecycle = lifecycle(rule("acme/", 120), rule("", 400, "all"));
    const { report } = await onAws();
    expect(report.offences.map(({ prefix }) => prefix)).toEqual(["(whole bucket)"]);
  });

  test.each([
    ["rules", lifecycle(rule("acme/", 300))],
    ["rules", { code: "NoSuchLifecycleConfiguration", status: 404 }],
    ["unsupported", notImplemented],
    ["unsupported", { code: "MethodNotAllowed", status: 405 }],
    ["denied", { code: "AccessDenied", status: 403 }],
  ])("is %s and no offence in a bucket that the stack does not make", async (state, answer) => {
    server.store.lifecycle = answer;
    const { exitCode, report } = await onCompatible();
    expect([exitCode, report.lifecycle.state, report.provider]).toEqual([0, state, "s3Compatible"]);
  });
});

describe("the report of one tenant", () => {
  test("counts what can be restored, and markers apart", async () => {
    const table = indexFile(1, "acme").key;
    server.store.versions = [
      { key: chunk("acme", 3).key, kind: "noncurrentVersion" },
      { key: chunk("acme", 4).key, kind: "noncurrentVersion" },
      { key: chunk("acme", 4).key, kind: "deleteMarker" },
      { key: table, kind: "noncurrentVersion" },
      { key: indexFile(1, "other").key, kind: "noncurrentVersion" },
      { key: indexFile(1).key, kind: "noncurrentVersion" },
    ];
    const { report } = await onAws("--tenant", "acme");
    expect(report.erasure).toEqual({
      tenant: "acme",
      objects: 2,
      indexObjects: 2,
      keepsDeleted: true,
      noncurrentVersions: 3,
      softDeleted: 0,
      deleteMarkers: 1,
      nothingLeft: false,
    });
  });

  test("says that nothing is left of a tenant that is no longer declared", async () => {
    server.store.versions = [{ key: "gone/a", kind: "deleteMarker" }];
    const { exitCode, report } = await onAws("--tenant", "gone");
    expect(exitCode).toBe(0);
    expect(report.tenants).toMatchObject([{ prefix: "gone/", objects: 0 }]);
    expect(report.erasure).toMatchObject({ objects: 0, deleteMarkers: 1, nothingLeft: true });
  });

  test.each([
    ["never kept versions", "<VersioningConfiguration/>"],
    ["knows no versions", notImplemented],
  ])("asks for none where the bucket %s", async (_, answer) => {
    server.store.versioning = answer;
    const { report } = await onAws("--tenant", "acme");
    expect(report.erasure).toMatchObject({ keepsDeleted: false, noncurrentVersions: 0 });
    expect(server.requests.filter((url) => /[?&]versions/.test(url))).toEqual([]);
  });
});

describe("a store that cannot be read is refused in one sentence:", () => {
  const credentials =
    "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, to credentials that may read the bucket";

  test.each([
    [
      "AccessDenied",
      403,
      `access denied to bucket ${bucket} at <e>: give the credentials s3:ListBucket`,
    ],
    [
      "InvalidAccessKeyId",
      403,
      `<e> does not take the credentials (InvalidAccessKeyId, 403): ${credentials}`,
    ],
    [
      "SignatureDoesNotMatch",
      403,
      `<e> does not take the credentials (SignatureDoesNotMatch, 403): ${credentials}`,
    ],
    ["ExpiredToken", 400, `<e> does not take the credentials (ExpiredToken, 400): ${credentials}`],
    ["RequestTimeTooSkewed", 403, "this machine's clock is not that of <e>: set the clock"],
    [
      "AuthorizationHeaderMalformed",
      400,
      `bucket ${bucket} is not in the region that was asked at <e> (AuthorizationHeaderMalformed, 400): set the bucket's region in storage.region`,
    ],
    [
      "PermanentRedirect",
      301,
      `bucket ${bucket} is not in the region that was asked at <e> (PermanentRedirect, 301): set the bucket's region in storage.region`,
    ],
    ["InternalError", 500, "<e> answered with an error (InternalError, 500): try again later"],
  ])("%s", async (code, status, message) => {
    server.store.error = { code, status };
    const expected = new Refusal(message.replace("<e>", endpoint()));
    await expect(onCompatible()).rejects.toThrow(expected);
  });

  test("no such bucket", async () => {
    const expected = new Refusal(
      `there is no bucket acme-other at ${endpoint()}: name another one with --bucket, or another store with --endpoint`,
    );
    await expect(onAws("--bucket", "acme-other")).rejects.toThrow(expected);
  });

  test("no right to read the lifecycle of the stack's own bucket", async () => {
    server.store.lifecycle = { code: "AccessDenied", status: 403 };
    const expected = new Refusal(
      `access denied to the lifecycle of bucket ${bucket}: give the credentials s3:GetLifecycleConfiguration`,
    );
    await expect(onAws()).rejects.toThrow(expected);
  });

  test.each([
    ["a web page", "<!doctype html><html><body>Hello</body></html>"],
    ["nothing", ""],
    [
      "half a listing",
      `<ListBucketResult><Name>${bucket}</Name><IsTruncated>true</IsTruncated></ListBucketResult>`,
    ],
  ])("%s instead of a listing, which would look like an empty bucket", async (_, body) => {
    server.store.body = body;
    const expected = new Refusal(
      `${endpoint()} answered without a whole listing of bucket ${bucket}: name the address of the object store with --endpoint`,
    );
    await expect(onCompatible()).rejects.toThrow(expected);
  });
});

test("no key is ever shown", async () => {
  const { output } = await onCompatible();
  server.store.error = { code: "InvalidAccessKeyId", status: 403 };
  const refusal: unknown = await onCompatible().catch((thrown: unknown) => thrown);
  expect(`${output}${(refusal as Refusal).message}`).not.toMatch(/AKIA|secrettoo|v1:/);
});
