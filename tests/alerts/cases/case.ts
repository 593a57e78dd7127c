/** What Prometheus has seen, a sample a minute, in promtool's notation. */
interface Seen {
  readonly series: Readonly<Record<string, string>>;
  /** When the alert is looked at. */
  readonly at: string;
}

/** A case in which an alert must be on, and what it must say then. */
export interface Firing extends Seen {
  /** Labels beside alertname and severity. */
  readonly labels: Readonly<Record<string, string>>;
  readonly description: string;
}

/** For each alert a case in which it must be on, and one in which it must not. */
export interface AlertCases {
  readonly firing: Firing;
  readonly quiet: Seen;
}

/** Labels of a series of Loki's. */
export const loki = (more = "") => `namespace="loki",pod="loki-0"${more === "" ? "" : `,${more}`}`;

/** Labels of a series of the collector's. */
export const promtail = (more = "") =>
  `namespace="loki-collector",pod="promtail-x"${more === "" ? "" : `,${more}`}`;
