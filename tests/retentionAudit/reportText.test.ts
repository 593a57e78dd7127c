import type { RetentionReport } from "../../tools/retentionAudit/audit";
import { auditRetention } from "../../tools/retentionAudit/audit";
import { reportText } from "../../tools/retentionAudit/reportText";
import type { AuditedStore, BucketLifecycle, StoredObject } from "../../tools/retentionAudit/store";
import { columns, shownBytes } from "../../tools/retentionAudit/textTable";
import { prodSettings } from "../support/settings";
import { chunk, indexFile, now, sorted } from "./fixtures";

const rule = { name: "chunks", prefixes: ["fraiseql/"], narrowed: false, movesTo: [] };
const declared: BucketLifecycle = { state: "rules", rules: [{ ...rule, expireAfterDays: 120 }] };

function report(
  objects: readonly StoredObject[],
  args: { lifecycle?: BucketLifecycle; tenant?: string; loki?: object } = {},
): Promise<RetentionReport> {
  const { lifecycle = declared, tenant, loki = {} } = args;
  const store: AuditedStore = {
    provider: "s3",
    bucket: "acme-loki-chunks",
    endpoint: "https://s3.eu-west-1.amazonaws.com",
    async *objects(prefix) {
      yield await Promise.resolve(objects.filter(({ key }) => key.startsWith(prefix)));
    },
    lifecycle: () => Promise.resolve(lifecycle),
    keepsDeleted: () => Promise.resolve(true),
    async *remaining(prefix) {
      yield await Promise.resolve([{ key: `${prefix}a`, kind: "deleteMarker" }]);
    },
  };
  return auditRetention({ store, settings: prodSettings({ loki }), stack: "prod", now, tenant });
}

test("the report names the bucket, the time, what is declared and what is there", async () => {
  const objects = sorted(chunk("fraiseql", 2), chunk("gone", 95), indexFile(2, "fraiseql"));
  const loki = { streamRetention: [{ selector: '{level="debug"}', period: "168h" }] };
  expect(reportText(await report(objects, { loki }))).toBe(`Retention audit
  time     2026-11-23T10:00:00Z
  stack    prod
  bucket   acme-loki-chunks (s3, https://s3.eu-west-1.amazonaws.com)
  kept     90 days at most, and 2 h delete delay, 24 h slack of the compactor
  overdue  data that ended before 2026-08-24T08:00:00Z

Tenants
  prefix     objects  size    oldest data           oldest object         overdue
  fraiseql/  1        1.5 kB  2026-11-21T10:00:00Z  2026-11-21T10:00:00Z  0

  fraiseql/
    oldest data         ${chunk("fraiseql", 2).key}
    oldest object       ${chunk("fraiseql", 2).key}
    sha256 of the keys  a13e9af608c1a161f1c50aa02994710935ad6de9caa03c16c0a947b8cf6c1f18

Prefixes of no declared tenant
  prefix  objects  size    oldest data           oldest object         overdue
  gone/   1        1.5 kB  2026-08-20T10:00:00Z  2026-08-20T10:00:00Z  1

  gone/
    oldest data         ${chunk("gone", 95).key}
    oldest object       ${chunk("gone", 95).key}
    sha256 of the keys  f7f4e7ef9838a7d7ca6943fe0b03a1a6cf93f221b5c3ed1398aeb15ae364acad

Index
  tables   1, 1 objects, 500 bytes
  oldest   loki_index_20778, the index of 2026-11-21
  overdue  0

Lifecycle
  declared  fraiseql/ expire at 120 days
  found     rule chunks: fraiseql/ expire at 120 days

Limits
  Streams of fraiseql have retentions of their own, and a key does not say whose stream it is: only the longest, 90 days, is proved.
  Versions and soft-deleted objects, which can be restored, are counted with --tenant.
  Only the bucket of chunks and index is read: not the bucket of rules, Loki's volumes, copies elsewhere.

Offending: 1
  gone/: belongs to no declared tenant; 1 of 1 objects hold data that ended before 2026-08-24T08:00:00Z, the oldest at 2026-08-20T10:00:00Z: ${chunk("gone", 95).key}
`);
});

test("the report of an erased tenant says that nothing is left of it", async () => {
  const text = reportText(await report([indexFile(1)], { tenant: "gone" }));
  expect(text).toContain("\n  tenant   gone (not declared)\n");
  expect(text).toContain(`
Erasure of gone
  objects under gone/   0
  objects of its index  0
  noncurrent versions   0
  soft-deleted objects  0
  delete markers        1 (they hold no data)
  Nothing of gone is left in this bucket.

Limits
  1 files of the index are not divided by tenant yet, which the compactor does within minutes: they may name streams of this one.
  Only the bucket`);
});

test("what is kept for ever is said to be never overdue", async () => {
  const text = reportText(
    await report([chunk("fraiseql", 9_000)], {
      loki: { retentionForever: true },
      lifecycle: { state: "rules", rules: [] },
    }),
  );
  expect(text).toContain("\n  kept     for ever\n  overdue  nothing\n");
  expect(text).toContain(
    "\n  declared  nothing expires\n  found     no rule that deletes or moves objects\n",
  );
  expect(text).toContain("\n  Lines are kept for ever: nothing is overdue at any age.\n");
  expect(text).toMatch(
    /\nKept: lines are kept for ever, and the bucket's rules are those declared\.\n$/,
  );
});

test("keys without an order, and objects that are no chunks, are said to be so", async () => {
  const objects = [
    chunk("fraiseql", 1, "bb"),
    chunk("fraiseql", 1, "aa"),
    { key: "fraiseql/a.txt", bytes: 1, modified: now },
  ];
  const text = reportText(await report(objects));
  expect(text).toContain(
    "\n    not chunks          1\n    sha256 of the keys  none: the keys came in no order\n",
  );
  expect(text).toContain(
    "\n  The store lists keys in an order of its own: such a prefix has no digest.\n",
  );
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_000, "1.0 kB"],
  [1_234_567_890, "1.2 GB"],
  [5e18, "5000.0 PB"],
])("%d bytes are shown as %s", (bytes, text) => {
  expect(shownBytes(bytes)).toBe(text);
});

test("columns are as wide as their widest cell, without blanks at the end", () => {
  expect(
    columns([
      ["a", "b"],
      ["long", ""],
    ]),
  ).toEqual(["  a     b", "  long"]);
});
