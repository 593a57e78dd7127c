import { chunksLifecycle, rulerLifecycle } from "../../components/storage/s3Lifecycle";
import { expiries, s3Settings } from "./fixtures";

const lifecycle = (overrides = {}) => s3Settings({ lifecycle: overrides }).lifecycle;

const abortUploads = {
  id: "abort-incomplete-uploads",
  status: "Enabled",
  filter: {},
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};
const expireVersions = {
  id: "expire-noncurrent-versions",
  status: "Enabled",
  filter: {},
  noncurrentVersionExpiration: { noncurrentDays: 7 },
};
const removeMarkers = {
  id: "remove-expired-delete-markers",
  status: "Enabled",
  filter: {},
  expiration: { expiredObjectDeleteMarker: true },
};

describe("chunksLifecycle", () => {
  test("expires the chunks of each tenant", () => {
    expect(chunksLifecycle(lifecycle(), expiries(120))).toEqual([
      {
        id: "chunks-fraiseql/",
        status: "Enabled",
        filter: { prefix: "fraiseql/" },
        expiration: { days: 120 },
      },
      {
        id: "chunks-payments/",
        status: "Enabled",
        filter: { prefix: "payments/" },
        expiration: { days: 120 },
      },
      abortUploads,
      expireVersions,
      removeMarkers,
    ]);
  });

  test("expires nothing where chunks are kept for ever", () => {
    expect(chunksLifecycle(lifecycle(), [{ prefix: "fraiseql/", days: undefined }])).toEqual([
      abortUploads,
      expireVersions,
      removeMarkers,
    ]);
  });

  test("moves chunks, also those that are kept for ever", () => {
    const transitions = [
      { afterDays: 30, storageClass: "STANDARD_IA" },
      { afterDays: 90, storageClass: "GLACIER_IR" },
    ];
    expect(
      chunksLifecycle(lifecycle({ transitions }), [{ prefix: "fraiseql/", days: undefined }]),
    ).toEqual([
      {
        id: "chunks-fraiseql/",
        status: "Enabled",
        filter: { prefix: "fraiseql/" },
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER_IR" },
        ],
      },
      abortUploads,
      expireVersions,
      removeMarkers,
    ]);
  });

  test("expires each tenant's chunks at their own age, and takes the days of the settings", () => {
    const own = lifecycle({ noncurrentDays: 3, abortMultipartAfterDays: 2 });
    const differing = [
      { prefix: "a/", days: 37 },
      { prefix: "b/", days: undefined },
    ];
    expect(chunksLifecycle(own, differing)).toEqual([
      { id: "chunks-a/", status: "Enabled", filter: { prefix: "a/" }, expiration: { days: 37 } },
      { ...abortUploads, abortIncompleteMultipartUpload: { daysAfterInitiation: 2 } },
      { ...expireVersions, noncurrentVersionExpiration: { noncurrentDays: 3 } },
      removeMarkers,
    ]);
  });
});

test("rulerLifecycle expires no rule", () => {
  expect(rulerLifecycle(lifecycle())).toEqual([abortUploads, expireVersions]);
});

describe.each([
  { name: "the defaults", own: lifecycle(), days: 120 },
  { name: "no expiry", own: lifecycle(), days: undefined },
  {
    name: "transitions",
    own: lifecycle({ transitions: [{ afterDays: 30, storageClass: "STANDARD_IA" }] }),
    days: 120,
  },
])("with $name", ({ own, days }) => {
  const rules = [
    ...chunksLifecycle(own, [...expiries(days), { prefix: "i/", days: 400 }]),
    ...rulerLifecycle(own),
  ];
  const prefixesThat = (act: (rule: (typeof rules)[number]) => boolean) =>
    rules.filter(act).map((rule) => (rule.filter as { prefix?: string }).prefix ?? "");
  const chunkPrefixes = prefixesThat(
    ({ expiration, transitions }) =>
      transitions !== undefined ||
      (expiration !== undefined && !("expiredObjectDeleteMarker" in expiration)),
  );

  test("no rule deletes or moves what is outside the tenants' prefixes", () => {
    expect(chunkPrefixes.filter((prefix) => prefix === "")).toEqual([]);
    expect(chunkPrefixes.filter((prefix) => "index/".startsWith(prefix))).toEqual([]);
    expect(chunkPrefixes.filter((prefix) => prefix.startsWith("index/"))).toEqual([]);
  });

  test("no rule moves an object to a class that does not answer at once", () => {
    expect(JSON.stringify(rules)).not.toMatch(/"(?:GLACIER|DEEP_ARCHIVE)"/);
  });

  test("every rule has a name of its own and a filter instead of the old prefix", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length - rulerLifecycle(own).length);
    expect(rules.filter((rule) => "prefix" in rule || rule.filter === undefined)).toEqual([]);
  });
});
