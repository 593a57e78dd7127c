import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
  type Dashboard,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { AnyPanel } from "./panels";

/** Says which dashboards are the stack's: links between them list all that have it. */
export const dashboardTag = "fraiseql-loki";

export interface Row {
  readonly title: string;
  /** From left to right. A new line begins where the 24 columns are full. */
  readonly panels: readonly AnyPanel[];
}

export interface LayoutArgs {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly rows: readonly Row[];
  /** How far back it looks at first. @default now-1h */
  readonly from?: `now-${number}${"m" | "h" | "d"}`;
}

/** A dashboard whose panels stand in rows, with a menu of the others. */
export function layout({ from = "now-1h", ...args }: LayoutArgs): Dashboard {
  const dashboard = new DashboardBuilder(args.title)
    .uid(args.uid)
    .description(args.description)
    .tags([dashboardTag])
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone("browser")
    .time({ from, to: "now" })
    .refresh("1m")
    .link(otherDashboards)
    .variables([...args.variables]);
  for (const { title, panels } of args.rows) {
    dashboard.withRow(new RowBuilder(title));
    panels.forEach((panel) => dashboard.withPanel(panel));
  }
  const built = dashboard.build();
  // The SDK puts links into a menu of their own, one click further away.
  built.links?.forEach((link) => delete link.placement);
  return numbered(built);
}

/** Those with the same tag, so that a menu has no entry for one that is not provisioned. */
const otherDashboards = new DashboardLinkBuilder("FraiseQL logs")
  .type(DashboardLinkType.Dashboards)
  .tags([dashboardTag])
  .asDropdown(true)
  .includeVars(true)
  .keepTime(true);

/** With ids that are the same each time: links to one panel name them. */
function numbered(dashboard: Dashboard): Dashboard {
  dashboard.panels?.forEach((panel, index) => {
    panel.id = index + 1;
  });
  return dashboard;
}
