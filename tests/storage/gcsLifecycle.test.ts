import { chunksLifecycle, rulerLifecycle } from "../../components/storage/gcsLifecycle";
import { expiries, gcsSettings } from "./fixtures";

const lifecycle = (overrides = {}) => gcsSettings({ lifecycle: overrides }).lifecycle;

const prefixes = ["fraiseql/", "payments/"];
const abortUploads = {
  action: { type: "AbortIncompleteMultipartUpload" },
  condition: { age: 7 },
};

describe("chunksLifecycle", () => {
  test("expires the chunks of each tenant", () => {
    expect(chunksLifecycle(lifecycle(), expiries(120))).toEqual([
      { action: { type: "Delete" }, condition: { age: 120, matchesPrefixes: prefixes } },
      abortUploads,
    ]);
  });

  test("expires nothing where chunks are kept for ever", () => {
    expect(chunksLifecycle(lifecycle(), expiries(undefined))).toEqual([abortUploads]);
  });

  test("moves chunks, also those that are kept for ever", () => {
    const transitions = [{ afterDays: 30, storageClass: "NEARLINE" }];
    expect(chunksLifecycle(lifecycle({ transitions }), expiries(undefined))).toEqual([
      {
        action: { type: "SetStorageClass", storageClass: "NEARLINE" },
        condition: { age: 30, matchesPrefixes: prefixes },
      },
      abortUploads,
    ]);
  });

  test("has one rule for each age", () => {
    const differing = [
      { prefix: "a/", days: 37 },
      { prefix: "b/", days: 120 },
      { prefix: "c/", days: 37 },
    ];
    const own = lifecycle({ abortMultipartAfterDays: 2 });
    expect(chunksLifecycle(own, differing)).toEqual([
      { action: { type: "Delete" }, condition: { age: 37, matchesPrefixes: ["a/", "c/"] } },
      { action: { type: "Delete" }, condition: { age: 120, matchesPrefixes: ["b/"] } },
      { ...abortUploads, condition: { age: 2 } },
    ]);
  });

  test("expires nothing where no prefix may expire", () => {
    expect(chunksLifecycle(lifecycle(), [])).toEqual([abortUploads]);
  });
});

test("rulerLifecycle expires no rule", () => {
  expect(rulerLifecycle(lifecycle())).toEqual([abortUploads]);
});

describe.each([
  { name: "the defaults", own: lifecycle(), days: 120 },
  { name: "no expiry", own: lifecycle(), days: undefined },
  {
    name: "transitions",
    own: lifecycle({ transitions: [{ afterDays: 30, storageClass: "COLDLINE" }] }),
    days: 120,
  },
])("with $name", ({ own, days }) => {
  const rules = [
    ...chunksLifecycle(own, [...expiries(days), { prefix: "i/", days: 400 }]),
    ...rulerLifecycle(own),
  ] as {
    action: { type: string };
    condition: { matchesPrefixes?: string[] };
  }[];
  const acting = rules.filter(({ action }) => action.type !== "AbortIncompleteMultipartUpload");

  test("no rule deletes or moves what is outside the tenants' prefixes", () => {
    const chunkPrefixes = acting.flatMap(({ condition }) => condition.matchesPrefixes ?? [""]);
    expect(chunkPrefixes.filter((prefix) => prefix === "")).toEqual([]);
    expect(chunkPrefixes.filter((prefix) => "index/".startsWith(prefix))).toEqual([]);
    expect(chunkPrefixes.filter((prefix) => prefix.startsWith("index/"))).toEqual([]);
    expect(acting.filter(({ condition }) => condition.matchesPrefixes?.length === 0)).toEqual([]);
  });

  test("no rule moves an object to the archive", () => {
    expect(JSON.stringify(rules)).not.toContain('"ARCHIVE"');
  });
});
