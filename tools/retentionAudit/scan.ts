import { reservedNames } from "../../components/settings/tenantIds";
import { IndexTally, type IndexReport } from "./indexTally";
import { indexPrefix, topPrefix } from "./keys";
import { PrefixTally, type PrefixReport } from "./prefixTally";
import type { AuditedStore } from "./store";

export interface ScanArgs {
  readonly store: AuditedStore;
  /** Tenants that are reported even where they have no object. */
  readonly tenants: readonly string[];
  /** The one tenant to look at. @default all of the bucket */
  readonly only: string | undefined;
  /**
   * Data of a tenant that ended earlier is overdue, and without a tenant what is nobody's or
   * everybody's. `undefined` where none ever is.
   */
  readonly before: (tenant?: string) => Date | undefined;
}

/** What is in a bucket, added up. */
export interface Scan {
  readonly tenants: readonly PrefixReport[];
  /** Prefixes of no declared tenant; an empty one is that of objects at the top of the bucket. */
  readonly others: readonly PrefixReport[];
  readonly index: IndexReport;
}

/** Reads every key once. Keeps sums, so memory does not grow with the bucket. */
export async function scanBucket({ store, tenants, only, before }: ScanArgs): Promise<Scan> {
  const index = new IndexTally(before(only), only);
  const newTally = (prefix: string) => new PrefixTally(prefix, before(prefix.slice(0, -1)));
  const declared = (only === undefined ? tenants : [only]).map((tenant) => `${tenant}/`);
  const tallies = new Map(declared.map((prefix) => [prefix, newTally(prefix)]));
  const wanted = only === undefined ? [""] : [...declared, indexPrefix];
  for (const prefix of wanted) {
    for await (const page of store.objects(prefix)) {
      for (const object of page) {
        const top = topPrefix(object.key);
        if (top === indexPrefix) {
          index.add(object);
        } else if (!isLokisOwn(top, object.key)) {
          const tally = tallies.get(top) ?? newTally(top);
          tallies.set(top, tally);
          tally.add(object);
        }
      }
    }
  }
  const reports = [...tallies.values()].map((tally) => tally.report());
  return {
    tenants: reports.filter(({ prefix }) => declared.includes(prefix)),
    others: reports.filter(({ prefix }) => !declared.includes(prefix)),
    index: index.report(),
  };
}

/** Whether Loki keeps an object for itself: marks of chunks to delete, its seed, rules. */
function isLokisOwn(top: string, key: string): boolean {
  return reservedNames.includes(top === "" ? key : top.slice(0, -1));
}
