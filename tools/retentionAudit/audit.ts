import type { Settings } from "../../components/settings/schema";
import { Refusal } from "../refusal";
import { declaredRetention, overdueBefore, type DeclaredRetention } from "./declared";
import { erasure, type ErasureReport } from "./erasure";
import { lifecycleOffences } from "./lifecycle";
import { limitsOf } from "./limits";
import type { Offence } from "./offence";
import { overdueOffences } from "./overdue";
import { scanBucket, type Scan } from "./scan";
import type { AuditedStore, BucketLifecycle } from "./store";

export interface AuditArgs {
  readonly store: AuditedStore;
  readonly settings: Settings;
  /** Name of the stack, for the report. */
  readonly stack: string;
  readonly now: Date;
  /** The one tenant to report on. @default every prefix of the bucket */
  readonly tenant?: string | undefined;
}

/** What a stack declares, what its bucket holds, and where the two differ. */
export interface RetentionReport {
  /** When the audit began. */
  readonly time: Date;
  readonly stack: string;
  readonly provider: AuditedStore["provider"];
  readonly endpoint: string;
  readonly bucket: string;
  /** The one tenant of the report. @default it is of the whole bucket */
  readonly tenant?: string;
  readonly declared: DeclaredRetention;
  /**
   * Data that ended before this should be gone: the tenant's, or that of the tenant whose lines are
   * kept longest. @default lines are kept for ever
   */
  readonly overdueBefore?: Date;
  readonly tenants: Scan["tenants"];
  readonly index: Scan["index"];
  /** Prefixes that belong to no declared tenant. */
  readonly others: Scan["others"];
  readonly lifecycle: BucketLifecycle;
  /** Of a report of one tenant only. */
  readonly erasure?: ErasureReport;
  readonly offences: readonly Offence[];
  readonly verdict: "kept" | "offending";
  /** What the report does not prove. */
  readonly limits: readonly string[];
}

/** Compares a bucket with the retention and the lifecycle of a stack. Reads only. */
export async function auditRetention(args: AuditArgs): Promise<RetentionReport> {
  const { store, settings, stack, now, tenant } = args;
  const declared = declaredRetention(settings);
  const before = (of?: string) => overdueBefore(declared, now, of);
  const lifecycle = await store.lifecycle();
  if (lifecycle.state === "denied" && declared.lifecycleByStack) {
    throw new Refusal(
      `access denied to the lifecycle of bucket ${store.bucket}: give the credentials ${lifecycle.permission}`,
    );
  }
  const tenants = declared.tenants.map(({ id }) => id);
  const scan = await scanBucket({ store, tenants, only: tenant, before });
  const evidence = tenant === undefined ? undefined : await erasure(store, tenant, scan);
  const offences = [
    ...overdueOffences(scan),
    ...lifecycleOffences({
      byStack: declared.lifecycleByStack,
      // A tenant that was removed has nothing declared any more.
      tenants: declared.tenants.filter(({ id }) => tenant === undefined || id === tenant),
      found: lifecycle,
    }),
  ];
  const { provider, endpoint, bucket } = store;
  return {
    time: now,
    stack,
    provider,
    endpoint,
    bucket,
    ...(tenant === undefined ? {} : { tenant }),
    declared,
    ...overdue(before(tenant)),
    ...scan,
    lifecycle,
    ...(evidence && { erasure: evidence }),
    offences,
    verdict: offences.length === 0 ? "kept" : "offending",
    limits: limitsOf(declared, scan, tenant),
  };
}

const overdue = (before: Date | undefined) =>
  before === undefined ? {} : { overdueBefore: before };
