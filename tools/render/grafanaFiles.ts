import { alertPlan } from "../../components/alerts/alertPlan";
import { dashboardFiles, dashboardProviders } from "../../components/grafana/dashboardFiles";
import { dashboardsOf } from "../../components/grafana/links";
import type { Settings } from "../../components/settings/schema";
import { toYaml } from "../../components/yaml";
import type { RenderedFile } from "./manifests";

/** Where a Grafana without a sidecar mounts the folder `grafana/dashboards`. */
const dashboardsPath = "/etc/grafana/fraiseql";

/**
 * What a Grafana that is not the stack's own reads where no sidecar fetches it: the folder
 * `provisioning` as in Grafana's own, and the dashboards beside it.
 * @param datasources the file of data sources, with variables in place of passwords
 */
export function grafanaFiles(settings: Settings, datasources: string): RenderedFile[] {
  const { grafana: alerting } = alertPlan(settings);
  const files: Record<string, string> = {
    "provisioning/dashboards/providers.yaml": toYaml(dashboardProviders(dashboardsPath)),
    "provisioning/datasources/datasources.yaml": datasources,
    ...(alerting === undefined ? {} : { "provisioning/alerting/alerting.yaml": toYaml(alerting) }),
    ...Object.fromEntries(
      dashboardFiles(dashboardsOf(settings)).map(({ file, text }) => [`dashboards/${file}`, text]),
    ),
  };
  return Object.entries(files).map(([path, content]) => ({
    path: `grafana/${path}`,
    content,
    secret: false,
  }));
}
