import type { dashboardUids } from "../grafana/dashboardUids";

/** `critical`: lines are lost or about to be, or nobody can read: now. `warning`: today. */
export type Severity = "critical" | "warning";

/** What Prometheus, Grafana or Loki's ruler is to look at, and what it says when that is so. */
export interface Alert<Name extends string = string> {
  readonly name: Name;
  readonly severity: Severity;
  /** PromQL or LogQL that gives a series for each thing that is wrong, and else none. */
  readonly expr: string;
  /** How long it must be so, as Prometheus writes a duration. */
  readonly for: string;
  /** In one line what is wrong, with the labels of the series as `{{ $labels.pod }}`. */
  readonly summary: string;
  /** The same with the numbers: `{{ $value }}` is that of the series. */
  readonly description: string;
  /** Where to look. */
  readonly dashboard: keyof typeof dashboardUids;
  /** Page of docs/runbooks, without its ending. @default the name as `loki-ring-unhealthy` */
  readonly runbook?: string;
}

/** Alerts that are looked at together, at one moment. */
export interface AlertGroup<Name extends string = string> {
  readonly name: string;
  readonly alerts: readonly Alert<Name>[];
}

/** The page of an alert below docs/runbooks, without its ending. */
export function runbookOf({ name, runbook }: Pick<Alert, "name" | "runbook">): string {
  return runbook ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
