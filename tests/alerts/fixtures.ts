import { logAlerts } from "../../components/alerts/logAlerts";
import { metricAlerts, type AlertCircumstances } from "../../components/alerts/metricAlerts";
import { ruleFile } from "../../components/alerts/ruleFile";

/** A stack that has everything there is an alert on. */
export const everything: AlertCircumstances = {
  scope: { namespace: "loki", collectorNamespace: "loki-collector" },
  replicas: 3,
  copies: 3,
  retention: true,
  deletes: true,
  consulServers: 3,
  canary: true,
  ruler: true,
  estimates: { receivedBytes: 50e9, storedBytes: 10e9 },
  objectives: { push: 99.9, query: 99 },
  disabled: [],
};

export const links = {
  grafanaUrl: "https://grafana.example.com",
  runbookUrl: "https://wiki.example.com/runbooks",
};

export const jobs = { fraiseqlJobs: ["fraiseql-app", "shop.api"], postgresqlJobs: ["postgresql"] };

export const everyMetricAlert = metricAlerts(everything).flatMap(({ alerts }) => alerts);
export const everyLogAlert = logAlerts(jobs, []);
export const everyMetricRule = ruleFile(metricAlerts(everything), links);
