import { createHash } from "node:crypto";

/** Part of saved dashboards, alerts and links: a data source that changes its uid breaks them. */
export const datasourceUids = { loki: "loki", tempo: "tempo", prometheus: "prometheus" } as const;

/**
 * Uid of the data source of a tenant beside the first one. Grafana takes 40 characters of `A-Za-z0-9_-`,
 * a tenant's id is of more and may be longer.
 */
export function lokiUid(tenant: string): string {
  const readable = `${datasourceUids.loki}-${tenant}`;
  return /^[\w-]{1,40}$/.test(readable)
    ? readable
    : `${datasourceUids.loki}-${createHash("sha256").update(tenant).digest("hex").slice(0, 32)}`;
}
