import type { MetricScope } from "../queries/alertsLoki";
import type { Alert, AlertGroup } from "./alert";
import type { MetricAlertName } from "./alertNames";
import {
  canaryAlerts,
  collectorAlerts,
  consulAlerts,
  gatewayAlerts,
  ringAlerts,
  rulerAlerts,
} from "./partAlerts";
import { budgetAlerts, requestAlerts } from "./requestAlerts";
import { estimateAlerts, retentionAlerts, storeAlerts, walAlerts } from "./storageAlerts";

/** What the alerts on metrics depend on. */
export interface AlertCircumstances {
  readonly scope: MetricScope;
  /** Loki's pods. */
  readonly replicas: number;
  /** Copies of each line. */
  readonly copies: number;
  /** Whether lines expire. */
  readonly retention: boolean;
  /** Whether Loki takes requests to delete lines. */
  readonly deletes: boolean;
  /** 0 where the ring is elsewhere. */
  readonly consulServers: number;
  /** Whether a canary writes lines and looks for them. */
  readonly canary: boolean;
  /** Whether passwords stand in front of Loki. */
  readonly gateway: boolean;
  /** Whether Loki's ruler evaluates alerts. */
  readonly ruler: boolean;
  /** What the stack was planned for, in bytes a day. */
  readonly estimates: {
    readonly receivedBytes: number | undefined;
    readonly storedBytes: number | undefined;
  };
  /** Per cent of requests that shall not fail. */
  readonly objectives: { readonly push: number; readonly query: number };
  /** Alerts that the stack does without. */
  readonly disabled: readonly string[];
}

/** The alerts on the stack's metrics, without those whose subject it does not have. */
export function metricAlerts(circumstances: AlertCircumstances): AlertGroup<MetricAlertName>[] {
  const { retention, ruler, canary, gateway, disabled } = circumstances;
  const groups: [string, Alert<MetricAlertName>[]][] = [
    ["loki-requests", requestAlerts(circumstances)],
    ["loki-budgets", budgetAlerts(circumstances)],
    ["loki-ring", ringAlerts(circumstances)],
    ["loki-write-ahead-log", walAlerts(circumstances)],
    ["loki-store", storeAlerts(circumstances)],
    ["loki-retention", retention ? retentionAlerts(circumstances) : []],
    ["loki-estimates", estimateAlerts(circumstances)],
    ["loki-ruler", ruler ? rulerAlerts(circumstances) : []],
    ["collector", collectorAlerts(circumstances)],
    ["consul", consulAlerts(circumstances)],
    ["canary", canary ? canaryAlerts(circumstances) : []],
    ["gateway", gateway ? gatewayAlerts(circumstances) : []],
  ];
  return groups
    .map(([name, alerts]) => ({
      name,
      alerts: alerts.filter((alert) => !disabled.includes(alert.name)),
    }))
    .filter(({ alerts }) => alerts.length > 0);
}
