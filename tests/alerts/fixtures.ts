import { logAlerts } from "../../components/alerts/logAlerts";
import { metricAlerts } from "../../components/alerts/metricAlerts";
import { ruleFile } from "../../components/alerts/ruleFile";
import { everything } from "../../tools/alertsPage";

export const links = {
  grafanaUrl: "https://grafana.example.com",
  runbookUrl: "https://wiki.example.com/runbooks",
};

export const jobs = { fraiseqlJobs: ["fraiseql-app", "shop.api"], postgresqlJobs: ["postgresql"] };

export const everyMetricAlert = metricAlerts(everything).flatMap(({ alerts }) => alerts);
export const everyLogAlert = logAlerts(jobs, []);
export const everyMetricRule = ruleFile(metricAlerts(everything), links);
