import { createHash } from "node:crypto";
import { overdueOffences } from "../../tools/retentionAudit/overdue";
import { PrefixTally } from "../../tools/retentionAudit/prefixTally";
import { scanBucket } from "../../tools/retentionAudit/scan";
import type { AuditedStore, StoredObject } from "../../tools/retentionAudit/store";
import { chunk, daysAgo, indexFile, lokisOwn, sorted } from "./fixtures";

/** A bucket in memory, which lists in pages of two. */
function memoryStore(objects: readonly StoredObject[]) {
  const asked: string[] = [];
  const store: Pick<AuditedStore, "objects"> = {
    async *objects(prefix) {
      asked.push(prefix);
      const found = objects.filter(({ key }) => key.startsWith(prefix));
      for (let from = 0; from < found.length; from += 2) {
        yield await Promise.resolve(found.slice(from, from + 2));
      }
    },
  };
  return { store: store as AuditedStore, asked };
}

const before = () => daysAgo(91);
const scan = (objects: readonly StoredObject[], only?: string) =>
  scanBucket({ store: memoryStore(objects).store, tenants: ["acme"], only, before });

test("objects are added up by prefix, oldest data and oldest object apart", async () => {
  const late: StoredObject = { ...chunk("acme", 80, "aa"), modified: daysAgo(1) };
  const early: StoredObject = { ...chunk("acme", 20, "bb"), modified: daysAgo(19) };
  const { tenants, others } = await scan(sorted(late, early, ...lokisOwn));
  expect(others).toEqual([]);
  expect(tenants).toEqual([
    {
      prefix: "acme/",
      objects: 2,
      bytes: 3_000,
      otherObjects: 0,
      overdueBefore: before(),
      overdue: 0,
      oldestData: { key: late.key, time: daysAgo(80) },
      oldestObject: { key: early.key, time: daysAgo(19) },
      keysSha256: createHash("sha256").update(`${late.key}\n${early.key}\n`).digest("hex"),
    },
  ]);
});

test("a tenant without objects is in the report, with the digest of nothing", async () => {
  const { tenants, index } = await scan([]);
  const keysSha256 = createHash("sha256").digest("hex");
  expect(tenants).toEqual([
    {
      ...{ prefix: "acme/", objects: 0, bytes: 0, otherObjects: 0, overdue: 0, keysSha256 },
      overdueBefore: before(),
    },
  ]);
  expect(index).toEqual({
    overdueBefore: before(),
    tables: 0,
    objects: 0,
    bytes: 0,
    undividedObjects: 0,
    overdueTables: [],
  });
});

test("the index is counted by day, without delete requests", async () => {
  const { index } = await scan(
    sorted(indexFile(3, "acme"), indexFile(3), indexFile(93, "acme"), ...lokisOwn),
  );
  const oldest = { table: "loki_index_20687", day: "2026-08-22" };
  expect(index).toEqual({
    overdueBefore: before(),
    tables: 2,
    objects: 3,
    bytes: 1_500,
    undividedObjects: 1,
    oldestTable: oldest,
    overdueTables: [oldest],
  });
});

test("a report of one tenant reads its prefix and its index only", async () => {
  const { store, asked } = memoryStore(
    sorted(chunk("acme", 1), chunk("other", 1), indexFile(3, "acme"), indexFile(93, "other")),
  );
  const { tenants, others, index } = await scanBucket({
    store,
    tenants: ["fraiseql"],
    only: "acme",
    before,
  });
  expect(asked).toEqual(["acme/", "index/"]);
  expect([tenants.map(({ prefix }) => prefix), others, index.tables]).toEqual([["acme/"], [], 1]);
});

describe("overdue is", () => {
  const one = async (...objects: StoredObject[]) => overdueOffences(await scan(sorted(...objects)));
  const until = "data that ended before 2026-08-24T10:00:00Z, the oldest at";

  test("a chunk whose data ended too long ago, however late it was written", async () => {
    const old = { ...chunk("acme", 95), modified: daysAgo(1) };
    expect(await one(old, chunk("acme", 1, "aa"))).toEqual([
      {
        prefix: "acme/",
        reason: `1 of 2 objects hold ${until} 2026-08-20T10:00:00Z: ${old.key}`,
      },
    ]);
  });

  test("any other object by the day it was written", async () => {
    const other = { key: "acme/notes.txt", bytes: 1, modified: daysAgo(92) };
    expect(await one(other)).toEqual([
      {
        prefix: "acme/",
        reason: `1 of 1 objects hold ${until} 2026-08-23T10:00:00Z: acme/notes.txt`,
      },
    ]);
  });

  test("what a tenant left behind that is declared no more, and what lies at the top", async () => {
    const old = chunk("gone", 92);
    const top = { key: "dump.sql", bytes: 1, modified: daysAgo(92) };
    expect(await one(old, top, chunk("young", 5))).toEqual([
      {
        prefix: "(top of the bucket)",
        reason: `belongs to no declared tenant; 1 of 1 objects hold ${until} 2026-08-23T10:00:00Z: dump.sql`,
      },
      {
        prefix: "gone/",
        reason: `belongs to no declared tenant; 1 of 1 objects hold ${until} 2026-08-23T10:00:00Z: ${old.key}`,
      },
    ]);
  });

  test("an index table whose day is over for too long", async () => {
    expect(await one(indexFile(95), indexFile(93, "acme"), indexFile(1))).toEqual([
      {
        prefix: "index/loki_index_20685/",
        reason:
          "2 of 3 index tables are for days that ended before 2026-08-24T10:00:00Z, the oldest for 2026-08-20",
      },
    ]);
  });

  test("nothing to the second before, of Loki's own, or of an empty folder", async () => {
    const folder = { key: "acme/", bytes: 0, modified: daysAgo(400) };
    expect(await one(chunk("acme", 91), indexFile(91), folder, ...lokisOwn)).toEqual([]);
  });

  test("nothing where lines are kept for ever", async () => {
    const { store } = memoryStore([chunk("acme", 95), indexFile(95)]);
    const forEver = { store, tenants: ["acme"], only: undefined, before: () => undefined };
    expect(overdueOffences(await scanBucket(forEver))).toEqual([]);
  });

  test("what a tenant's own retention says, and the index by the longest", async () => {
    const objects = sorted(chunk("acme", 60), chunk("brief", 60), indexFile(60), indexFile(92));
    const found = await scanBucket({
      store: memoryStore(objects).store,
      tenants: ["acme", "brief"],
      only: undefined,
      before: (tenant) => daysAgo(tenant === "brief" ? 31 : 91),
    });
    expect(overdueOffences(found).map(({ prefix }) => prefix)).toEqual([
      "brief/",
      "index/loki_index_20688/",
    ]);
  });
});

test("keys out of order have no digest: it would be that of the order", () => {
  const tally = new PrefixTally("acme/", undefined);
  tally.add(chunk("acme", 1, "bb"));
  tally.add(chunk("acme", 1, "aa"));
  expect(tally.report().keysSha256).toBeUndefined();
});
