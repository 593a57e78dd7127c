import type { LogAlertName } from "../../../components/alerts/alertNames";

/** Lines of one stream. */
export interface Lines {
  readonly job: string;
  /** As the collector makes it of the line. @default none */
  readonly level?: string;
  readonly line: string;
  readonly count: number;
  /** How long ago they were written. @default 10 */
  readonly secondsAgo?: number;
}

/** Lines that must put an alert on, with what it then shows, and lines that must not. */
export interface LogAlertCases {
  readonly firing: readonly Lines[];
  /** Labels beside the namespace. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly quiet: readonly Lines[];
}

const app = "fraiseql-app";
const other = "shop.api";
const database = "postgresql";

const json = (fields: object) => JSON.stringify({ timestamp: "2026-11-26T08:00:00Z", ...fields });
const info = json({ level: "info", message: "fine" });
const error = json({ level: "error", message: "not fine" });
const lostConnection = json({ level: "error", exception_type: "DatabaseConnectionError" });
const took = (ms: string) => `LOG:  duration: ${ms} ms  statement: SELECT 1`;

/** Of each alert on log lines, by name: one that has none does not compile. */
export const logCases: Record<LogAlertName, LogAlertCases> = {
  FraiseqlErrorShare: {
    firing: [
      { job: app, level: "error", line: error, count: 25 },
      { job: app, level: "info", line: info, count: 75 },
    ],
    labels: { job: app },
    value: 0.25,
    // The share alone would be enough: a handful of bad requests is no alert.
    quiet: [
      { job: app, level: "error", line: error, count: 20 },
      { job: app, level: "info", line: info, count: 20 },
    ],
  },
  FraiseqlCriticalLines: {
    firing: [{ job: app, level: "critical", line: json({ level: "critical" }), count: 2 }],
    labels: { job: app },
    value: 2,
    quiet: [{ job: app, level: "error", line: error, count: 2 }],
  },
  FraiseqlDatabaseErrors: {
    firing: [{ job: app, level: "error", line: lostConnection, count: 6 }],
    labels: { job: app, exception_type: "DatabaseConnectionError" },
    value: 6,
    // A line that only speaks of a database, and one that cannot be parsed.
    quiet: [
      { job: app, level: "error", line: lostConnection, count: 5 },
      { job: app, level: "error", line: json({ message: "no database" }), count: 5 },
      { job: app, level: "error", line: "{ database", count: 5 },
    ],
  },
  FraiseqlAccessRefused: {
    firing: [
      { job: app, level: "warn", line: json({ message: "Authentication FAILED" }), count: 21 },
    ],
    labels: { job: app },
    value: 21,
    quiet: [
      { job: app, level: "warn", line: json({ message: "Authentication FAILED" }), count: 20 },
    ],
  },
  FraiseqlSilent: {
    firing: [{ job: other, level: "info", line: info, count: 3, secondsAgo: 1800 }],
    labels: { job: other },
    value: 3,
    quiet: [
      { job: other, level: "info", line: info, count: 3, secondsAgo: 1800 },
      { job: other, level: "info", line: info, count: 1 },
    ],
  },
  FraiseqlLinesNotJson: {
    firing: [
      { job: app, level: "info", line: info, count: 8 },
      { job: app, line: "Traceback (most recent call last):", count: 2 },
    ],
    labels: { job: app },
    value: 0.2,
    quiet: [
      { job: app, level: "info", line: info, count: 9 },
      { job: app, line: "Traceback (most recent call last):", count: 1 },
    ],
  },
  PostgresqlCriticalLines: {
    firing: [{ job: database, level: "critical", line: "FATAL:  the database starts", count: 6 }],
    labels: { job: database },
    value: 6,
    quiet: [{ job: database, level: "critical", line: "FATAL:  the database starts", count: 5 }],
  },
  PostgresqlSlowStatements: {
    firing: [{ job: database, level: "info", line: took("1500.123"), count: 11 }],
    labels: { job: database },
    value: 11,
    quiet: [
      { job: database, level: "info", line: took("1500.123"), count: 10 },
      { job: database, level: "info", line: took("12.500"), count: 50 },
    ],
  },
};
