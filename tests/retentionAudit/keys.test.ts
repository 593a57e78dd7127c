import {
  chunkEnd,
  parseIndexKey,
  tableEnd,
  tableStart,
  topPrefix,
} from "../../tools/retentionAudit/keys";

describe("the end of a chunk's data", () => {
  test.each([
    ["of today's schema", "acme/3f1c0d/19a0b1c2d00:19a0b1c2d3e:9f2d61aa", 0x19a0b1c2d3e],
    ["of a schema before v12", "acme/3f1c0d:19a0b1c2d00:19a0b1c2d3e:9f2d61aa", 0x19a0b1c2d3e],
    ["of Loki's own tenant", "fake/0/0:1:0", 1],
    ["of the longest fingerprint", "a/ffffffffffffffff/0:19a0b1c2d3e:ffffffff", 0x19a0b1c2d3e],
  ])("is in a key %s", (_, key, end) => {
    expect(chunkEnd(key)).toEqual(new Date(end));
  });

  test.each([
    ["of the index", "index/loki_index_20781/acme/1700000000-compactor.tsdb.gz"],
    ["with a part too few", "acme/3f1c0d/19a0b1c2d3e:9f2d61aa"],
    ["with a part too many", "acme/3f1c0d/1:2:3:4"],
    ["in a deeper folder", "acme/a/3f1c0d/1:2:3"],
    ["with other digits", "acme/3f1c0d/1:2g:3"],
    ["without a tenant", "/3f1c0d/1:2:3"],
    ["later than any date", "acme/3f1c0d/1:ffffffffffffffff:3"],
    ["of a folder", "acme/"],
  ])("is in no key %s", (_, key) => {
    expect(chunkEnd(key)).toBeUndefined();
  });
});

test.each([
  ["acme/3f1c/1:2:3", "acme/"],
  ["index/loki_index_1/a", "index/"],
  ["loki_cluster_seed.json", ""],
  ["/a", "/"],
])("what stands at the top of %s is %j", (key, top) => {
  expect(topPrefix(key)).toBe(top);
});

describe("an index table", () => {
  test.each([
    [
      "divided by tenant",
      "index/loki_index_20781/acme/1-compactor.tsdb.gz",
      { table: "loki_index_20781", day: 20_781, tenant: "acme" },
    ],
    [
      "not divided yet",
      "index/loki_index_20781/1-loki-0-1.tsdb.gz",
      { table: "loki_index_20781", day: 20_781 },
    ],
    ["of another name", "index/20781/a", { table: "20781", day: 20_781 }],
  ])("%s is known by its key", (_, key, expected) => {
    expect(parseIndexKey(key)).toEqual(expected);
  });

  test.each([
    ["delete requests", "index/delete_requests/delete_requests.gz"],
    ["a table alone", "index/loki_index_20781/"],
    ["no number of days", "index/loki_index_1700000000/a"],
    ["a chunk", "acme/3f1c/1:2:3"],
  ])("is none in the key of %s", (_, key) => {
    expect(parseIndexKey(key)).toBeUndefined();
  });

  test("is that of one day in UTC", () => {
    expect([tableStart({ day: 20_781 }), tableEnd({ day: 20_781 })]).toEqual([
      new Date("2026-11-24T00:00:00Z"),
      new Date("2026-11-25T00:00:00Z"),
    ]);
  });
});
