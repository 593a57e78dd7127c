import { guideQueriesFor } from "../queries";
import { grafanaAddress } from "../settings/exposure";
import type { Settings } from "../settings/schema";
import { shownDashboards, type DashboardsArgs } from "./dashboardFiles";
import { dashboardUids } from "./dashboardUids";
import { datasourceUids } from "./datasourceUids";
import { explorePath } from "./exploreUrl";

/** Addresses that people open in their browser. */
export interface GrafanaLinks {
  /** Each dashboard that is provisioned, by its name. */
  readonly dashboardUrls: Readonly<Record<string, string>>;
  /** Each of the guide's queries in Explore, by its name. */
  readonly exploreUrls: Readonly<Record<string, string>>;
}

/** What these settings give the dashboards to show. */
export function dashboardsOf({
  ring,
  collector,
  monitoring,
}: Pick<Settings, "ring" | "collector" | "monitoring">): DashboardsArgs {
  return {
    subjects: {
      prometheus: monitoring.prometheusUrl !== undefined,
      consul: ring.kind === "consul",
      canary: monitoring.canary.deploy,
    },
    postgresqlJobs: collector.postgresqlJobs,
  };
}

/** The links into Grafana, from the address at which people find it. */
export function grafanaLinks(
  settings: Pick<Settings, "grafana" | "ring" | "collector" | "monitoring">,
): GrafanaLinks {
  const { collector, grafana } = settings;
  const address = grafanaAddress(grafana).replace(/\/+$/, "");
  const [job] = collector.fraiseqlJobs;
  const [postgresqlJob] = collector.postgresqlJobs;
  const jobs = { ...(job && { job }), ...(postgresqlJob && { postgresqlJob }) };
  const shown = shownDashboards(dashboardsOf(settings).subjects);
  return {
    dashboardUrls: Object.fromEntries(
      shown.map((name) => [name, `${address}/d/${dashboardUids[name]}`]),
    ),
    exploreUrls: Object.fromEntries(
      guideQueriesFor(jobs).map(({ name, asked, expr }) => [
        name,
        address + explorePath({ datasourceUid: datasourceUids.loki, expr, asked }),
      ]),
    ),
  };
}
