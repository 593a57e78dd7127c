import type { LogAlertName } from "../../../components/alerts/alertNames";

/** Lines of one stream. */
export interface Lines {
  readonly job: string;
  /** @default none */
  readonly app?: string;
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
  /** Namespace of the lines. @default the alert's name: each alert's are apart */
  readonly namespace?: string;
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

/** A line of the gateway's access log, as Caddy writes it. */
const access = (status: number, more: object = {}, agent = "curl/8.5.0") =>
  JSON.stringify({
    level: "info",
    logger: "http.log.access.default",
    msg: "handled request",
    request: {
      ...{ remote_ip: "10.0.0.7", method: "POST", uri: "/loki/api/v1/push" },
      headers: { "User-Agent": [agent], Authorization: ["REDACTED"] },
    },
    ...{ bytes_read: 0, user_id: "", status },
    ...more,
  });
const failed = access(401, { tenant_tried: "shop" });
/** What the collector's redaction leaves of one with a cookie: no JSON any more. */
const redacted = failed.replace('["REDACTED"]', '<redacted:cookie>"REDACTED"]');
const forged = access(401, {}, failed);
const gateway = { job: "loki-gateway", app: "loki-gateway" };

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
  GatewayFailedLogins: {
    namespace: "loki",
    firing: [
      { ...gateway, line: failed, count: 26 },
      { ...gateway, line: redacted, count: 25 },
      { ...gateway, line: access(401, { tenant_tried: "other" }), count: 50 },
    ],
    labels: { tenant_tried: "shop" },
    value: 51,
    // One tenant's are not added to another's, and what a client sends is no field.
    quiet: [
      { ...gateway, line: failed, count: 50 },
      { ...gateway, line: access(401, { tenant_tried: "<unknown>" }), count: 50 },
      { ...gateway, line: forged, count: 60 },
      { ...gateway, line: access(401), count: 60 },
      { ...gateway, line: access(200), count: 60 },
      { job: "loki-gateway", app: "impostor", line: failed, count: 60 },
    ],
  },
};
