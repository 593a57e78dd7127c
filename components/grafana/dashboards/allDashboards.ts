import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import type { dashboardUids } from "../dashboardUids";
import { canary } from "./canary";
import { collector } from "./collector";
import { consul } from "./consul";
import { errors } from "./errors";
import { logVolume } from "./logVolume";
import { loki } from "./loki";
import { performance } from "./performance";
import { service } from "./service";

/**
 * The dashboards as `npm run generate` writes them to `json/`, from where the program takes them:
 * Grafana's SDK would cost each evaluation a tenth of its time, and is nothing that a deployment needs.
 */
export const allDashboards: Partial<Record<keyof typeof dashboardUids, () => Dashboard>> = {
  logVolume,
  errors,
  performance,
  service,
  loki,
  collector,
  consul,
  canary,
};
