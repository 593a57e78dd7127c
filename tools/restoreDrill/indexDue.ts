const minute = 60_000;

/** Loki closes an index file at each quarter of an hour. */
const quarter = 15 * minute;

/**
 * It looks for a new quarter once a minute, and once a minute for what is to be uploaded; whoever reads
 * keeps a listing of the bucket for a minute.
 */
const uploadMs = 4 * minute;

/** For what is in the bucket already: two listings. */
const listedMs = 3 * minute;

/**
 * The latest time at which a second Loki should find what was flushed, all in milliseconds of one
 * clock.
 */
export function indexDue({
  flushedAt,
  now,
  restarted,
}: {
  readonly flushedAt: number;
  readonly now: number;
  /** Whether the Lokis were restarted since, which ships their index. */
  readonly restarted: boolean;
}): number {
  const listed = now + listedMs;
  if (restarted) {
    return listed;
  }
  const shipped = Math.ceil(flushedAt / quarter) * quarter + uploadMs;
  return Math.max(shipped, listed);
}
