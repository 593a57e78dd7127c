import { logAlerts } from "../../components/alerts/logAlerts";
import { metricAlerts } from "../../components/alerts/metricAlerts";
import { ruleFile } from "../../components/alerts/ruleFile";
import { everything } from "../../tools/alertsPage";

export const links = {
  grafanaUrl: "https://grafana.example.com",
  runbookUrl: "https://wiki.example.com/runbooks",
};

export const lines = {
  fraiseqlJobs: ["fraiseql-app", "shop.api"],
  postgresqlJobs: ["postgresql"],
  gatewayNamespace: "loki",
};

export const everyMetricAlert = metricAlerts(everything).flatMap(({ alerts }) => alerts);
export const everyLogAlert = logAlerts(lines, []);
export const everyMetricRule = ruleFile(metricAlerts(everything), links);
