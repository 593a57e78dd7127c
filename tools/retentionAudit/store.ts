/** One object as a listing shows it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** What a bucket still has of an object that was deleted or replaced. */
export interface RemainingVersion {
  readonly key: string;
  /** A delete marker holds no data; the other two can be restored. */
  readonly kind: "noncurrentVersion" | "deleteMarker" | "softDeleted";
}

/** A rule by which the bucket deletes or moves current objects. Rules that are off are none. */
export interface BucketRule {
  readonly name: string;
  /** Beginnings of the keys it is for; an empty text is every key. */
  readonly prefixes: readonly string[];
  /** Whether it is for some of those objects only: by tag, size, name or date. */
  readonly narrowed: boolean;
  /** Age in days at which it deletes. @default it deletes nothing */
  readonly expireAfterDays?: number;
  /** Storage classes it moves objects to. */
  readonly movesTo: readonly string[];
}

/** The bucket's rules, or why there are none to compare. */
export type BucketLifecycle =
  | { readonly state: "rules"; readonly rules: readonly BucketRule[] }
  /** The store has no such thing. */
  | { readonly state: "unsupported" }
  /** The credentials may not read them: the permission that is missing. */
  | { readonly state: "denied"; readonly permission: string };

/** A bucket as the audit reads it. Nothing in it is ever changed. */
export interface AuditedStore {
  readonly provider: "s3" | "gcs" | "s3Compatible";
  readonly bucket: string;
  /** Address that is asked. */
  readonly endpoint: string;
  /** The current objects whose key begins with a prefix, page by page in the store's order. */
  objects(prefix: string): AsyncIterable<readonly StoredObject[]>;
  lifecycle(): Promise<BucketLifecycle>;
  /** Whether the bucket keeps what was deleted: in versions, or by soft delete. */
  keepsDeleted(): Promise<boolean>;
  /** What it still has of deleted and replaced objects below a prefix, page by page. */
  remaining(prefix: string): AsyncIterable<readonly RemainingVersion[]>;
}
