import { parseIndexKey, tableEnd, tableStart, type IndexKey } from "./keys";
import type { StoredObject } from "./store";

/** The index of one day. */
export interface TableReport {
  readonly table: string;
  /** Its day (UTC), such as `2026-08-24`. */
  readonly day: string;
}

/** What was found of the index. */
export interface IndexReport {
  readonly tables: number;
  readonly objects: number;
  readonly bytes: number;
  /** Tables of days that ended before this should be gone. @default lines are kept for ever */
  readonly overdueBefore?: Date;
  /** @default there is no index */
  readonly oldestTable?: TableReport;
  /** Tables that should be gone, oldest first. */
  readonly overdueTables: readonly TableReport[];
  /** Files that the compactor has not divided by tenant yet: they may name any tenant's streams. */
  readonly undividedObjects: number;
}

/** Adds up the index: one entry a day, whatever the number of files. */
export class IndexTally {
  private objects = 0;
  private bytes = 0;
  private undividedObjects = 0;
  private readonly tables = new Map<string, IndexKey>();

  /**
   * @param before a table whose day ended earlier is overdue; `undefined` where none ever is
   * @param tenant whose index is counted; `undefined` for everybody's
   */
  constructor(
    private readonly before: Date | undefined,
    private readonly tenant: string | undefined,
  ) {}

  add({ key, bytes }: StoredObject): void {
    const found = parseIndexKey(key);
    if (found === undefined) {
      return;
    }
    if (found.tenant === undefined) {
      this.undividedObjects += 1;
    }
    if (this.tenant === undefined || found.tenant === this.tenant) {
      this.objects += 1;
      this.bytes += bytes;
      this.tables.set(found.table, found);
    }
  }

  report(): IndexReport {
    const tables = [...this.tables.values()].sort((a, b) => a.day - b.day);
    const { before, objects, bytes, undividedObjects } = this;
    const overdue = tables.filter((table) => before !== undefined && tableEnd(table) <= before);
    const [oldest] = tables;
    return {
      tables: tables.length,
      objects,
      bytes,
      undividedObjects,
      ...(before && { overdueBefore: before }),
      ...(oldest && { oldestTable: tableReport(oldest) }),
      overdueTables: overdue.map(tableReport),
    };
  }
}

function tableReport(key: IndexKey): TableReport {
  return { table: key.table, day: tableStart(key).toISOString().slice(0, 10) };
}
