import type { Flaw } from "./flaws";

/** What else stands at the top of the bucket, whose objects must never expire like chunks. */
export const reservedNames: readonly string[] = [
  "index",
  "rules",
  "__retention_markers__",
  "loki_cluster_seed.json",
];

/**
 * What is wrong with the id of a tenant.
 * @see https://grafana.com/docs/loki/latest/operations/multi-tenancy/
 */
export function tenantFlaw(id: string): Flaw | undefined {
  if (!/^[A-Za-z0-9!_.*'()-]{1,150}$/.test(id) || id === "." || id === "..") {
    return { row: "C58", expected: "1 to 150 of A-Za-z0-9!_.*'()- and not . or .." };
  }
  return reservedNames.includes(id)
    ? { row: "C58", expected: `a tenant not called ${id}: Loki keeps its own objects there` }
    : undefined;
}
