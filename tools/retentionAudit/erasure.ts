import { parseIndexKey, indexPrefix } from "./keys";
import type { Scan } from "./scan";
import type { AuditedStore } from "./store";

/** What a bucket still has of one tenant: the evidence that an erasure is complete, or not. */
export interface ErasureReport {
  readonly tenant: string;
  /** Current objects under `<tenant>/`. */
  readonly objects: number;
  /** Files of the tenant's own index: its labels. */
  readonly indexObjects: number;
  /** Whether the bucket keeps what was deleted. */
  readonly keepsDeleted: boolean;
  /** Deleted or replaced objects of the tenant that can still be restored. */
  readonly noncurrentVersions: number;
  readonly softDeleted: number;
  /** They hold no data. */
  readonly deleteMarkers: number;
  /** Whether no data is left, current or restorable. */
  readonly nothingLeft: boolean;
}

/** Counts what is left of a tenant, with what the bucket keeps of deleted objects. */
export async function erasure(
  store: AuditedStore,
  tenant: string,
  { tenants, index }: Scan,
): Promise<ErasureReport> {
  const objects = tenants.reduce((sum, report) => sum + report.objects, 0);
  const keepsDeleted = await store.keepsDeleted();
  const counts = { noncurrentVersion: 0, softDeleted: 0, deleteMarker: 0 };
  for (const prefix of keepsDeleted ? [`${tenant}/`, indexPrefix] : []) {
    for await (const page of store.remaining(prefix)) {
      for (const { key, kind } of page) {
        counts[kind] += prefix !== indexPrefix || parseIndexKey(key)?.tenant === tenant ? 1 : 0;
      }
    }
  }
  const restorable = counts.noncurrentVersion + counts.softDeleted;
  return {
    tenant,
    objects,
    indexObjects: index.objects,
    keepsDeleted,
    noncurrentVersions: counts.noncurrentVersion,
    softDeleted: counts.softDeleted,
    deleteMarkers: counts.deleteMarker,
    nothingLeft: objects + index.objects + restorable === 0,
  };
}
