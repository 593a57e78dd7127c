import type { MetricAlertName } from "../../../components/alerts/alertNames";
import type { AlertCases } from "./case";
import { partCases } from "./parts";
import { requestCases } from "./requests";
import { storageCases } from "./storage";

/** Of each alert on metrics, by name: one that has none does not compile. */
export const metricCases: Record<MetricAlertName, AlertCases> = {
  ...requestCases,
  ...storageCases,
  ...partCases,
};
