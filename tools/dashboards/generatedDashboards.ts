import { dashboardPath, type DashboardName } from "../../components/grafana/dashboardFiles";
import { allDashboards } from "../../components/grafana/dashboards/allDashboards";
import { layoutPicture } from "./layoutPicture";

/** The files that are made of each dashboard, by name, with their contents. */
export function dashboardFilesToGenerate(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(allDashboards).flatMap(([name, build]) => {
      const dashboard = build();
      return [
        [
          dashboardPath(name as DashboardName),
          `${JSON.stringify(dashboard, undefined, 2)}\n`,
        ] as const,
        [`docs/dashboards/${dashboard.uid ?? name}.svg`, layoutPicture(dashboard)] as const,
      ];
    }),
  );
}
