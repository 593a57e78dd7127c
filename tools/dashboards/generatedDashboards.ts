import { dashboardPath, type DashboardName } from "../../components/grafana/dashboardFiles";
import { allDashboards } from "../../components/grafana/dashboards/allDashboards";

/** The files that are made of each dashboard, by name, with their contents. */
export function dashboardFilesToGenerate(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(allDashboards).map(([name, build]) => [
      dashboardPath(name as DashboardName),
      `${JSON.stringify(build(), undefined, 2)}\n`,
    ]),
  );
}
