import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoredObject } from "../../tools/retentionAudit/store";

/** The day of every audit in these tests. */
export const now = new Date("2026-11-23T10:00:00Z");

const dayMs = 86_400_000;

/** A moment some days before the audit. */
export const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

const hex = (time: Date) => time.getTime().toString(16);

/** A chunk whose data ended some days ago, written at the same time. */
export function chunk(tenant: string, days: number, fingerprint = "3f1c"): StoredObject {
  const end = daysAgo(days);
  const key = `${tenant}/${fingerprint}/${hex(daysAgo(days + 0.1))}:${hex(end)}:9f2d61aa`;
  return { key, bytes: 1_500, modified: end };
}

/** Days since 1970 of a day some days ago: the number of its index table. */
const tableNumber = (days: number) => Math.floor(daysAgo(days).getTime() / dayMs);

/** A file of the index of a day; of no tenant until the compactor has divided it. */
export function indexFile(days: number, tenant?: string): StoredObject {
  const folder = `index/loki_index_${tableNumber(days)}`;
  const file = `${tenant === undefined ? "" : `${tenant}/`}1700000000-compactor.tsdb.gz`;
  return { key: `${folder}/${file}`, bytes: 500, modified: daysAgo(days) };
}

/** What Loki keeps beside chunks and index. */
export const lokisOwn: readonly StoredObject[] = [
  { key: "__retention_markers__/1700000000", bytes: 10, modified: daysAgo(400) },
  { key: "index/delete_requests/delete_requests.gz", bytes: 20, modified: daysAgo(400) },
  { key: "loki_cluster_seed.json", bytes: 30, modified: daysAgo(400) },
];

/** Objects in the order in which a store lists them. */
export function sorted(...objects: readonly StoredObject[]): StoredObject[] {
  return [...objects].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

/** A stack file in a folder of its own, and its removal. */
export function stackFile() {
  const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-audit-"));
  const path = join(folder, "Pulumi.test.yaml");
  return {
    path,
    write: (config: object) => {
      writeFileSync(path, JSON.stringify({ config }));
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
