import type { LokiClient } from "../cluster/lokiClient";
import type { KnownLines } from "../deployed/knownLines";

/** So long a time before the drill's lines is counted. */
const minutes = 15;

/** One job's lines as the running stack counts them and as the second Loki does. */
export interface JobCount {
  readonly job: string;
  readonly live: number;
  readonly restored: number;
}

/** Counts the lines of each job in the quarter of an hour before a run, on both sides. */
export async function countJobs(
  live: LokiClient,
  restored: LokiClient,
  { range }: Pick<KnownLines, "range">,
): Promise<JobCount[]> {
  const query = `sum by (job) (count_over_time({job=~".+"}[${minutes}m]))`;
  const before = range.start - 1n;
  const [a, b] = await Promise.all([counts(live, query, before), counts(restored, query, before)]);
  const jobs = [...new Set([...a.keys(), ...b.keys()])].sort();
  return jobs.map((job) => ({ job, live: a.get(job) ?? 0, restored: b.get(job) ?? 0 }));
}

async function counts(
  client: LokiClient,
  query: string,
  time: bigint,
): Promise<ReadonlyMap<string, number>> {
  const samples = await client.instant(query, time);
  return new Map(samples.map(({ labels, value }) => [labels["job"] ?? "", value]));
}

/** For people: how many, and those that differ. */
export function countsText(all: readonly JobCount[]): string {
  const lines = all.reduce((sum, { live }) => sum + live, 0);
  const differ = all.filter(({ live, restored }) => live !== restored);
  const told = differ
    .slice(0, 5)
    .map(({ job, live, restored }) => `${job} ${live} here, ${restored} there`);
  const rest = differ.length > told.length ? [`${differ.length - told.length} more`] : [];
  const seen = `${all.length} jobs with ${lines} lines in the ${minutes} min before`;
  return differ.length === 0
    ? `${seen}: the same there`
    : `${seen}; different: ${[...told, ...rest].join("; ")}`;
}
