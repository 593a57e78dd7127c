import type {
  Dashboard,
  DashboardLink,
  Panel,
  RowPanel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { allDashboards } from "../../../components/grafana/dashboards/allDashboards";

/** A query of a panel, as it stands in the JSON. */
export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly queryType?: string;
  readonly instant?: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
}

/** Every dashboard as Grafana gets it. */
export const dashboards = Object.entries(allDashboards).map(([name, build]) => ({
  name,
  dashboard: JSON.parse(JSON.stringify(build())) as Dashboard,
}));

const isRow = (panel: Panel | RowPanel): panel is RowPanel => panel.type === "row";

export const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => !isRow(panel));

export const targetsOf = ({ targets = [] }: Panel) => targets as unknown as Target[];

/** The links of a dashboard, its panels and their fields. */
export function linksOf(dashboard: Dashboard): DashboardLink[] {
  const ofPanels = panelsOf(dashboard).flatMap(({ links = [], fieldConfig }) => [
    ...links,
    ...(fieldConfig?.defaults.links ?? []),
    ...(fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
      properties.flatMap(({ id, value }) => (id === "links" ? (value as DashboardLink[]) : [])),
    ),
  ]);
  return [...(dashboard.links ?? []), ...ofPanels];
}
