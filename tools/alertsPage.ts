import { readFileSync } from "node:fs";
import { runbookOf, type Alert } from "../components/alerts/alert";
import { logAlerts } from "../components/alerts/logAlerts";
import { metricAlerts, type AlertCircumstances } from "../components/alerts/metricAlerts";

const begin = "<!-- npm run generate: components/alerts -->\n";
const end = "<!-- end -->\n";

/** A stack that has everything there is an alert on. */
export const everything: AlertCircumstances = {
  scope: { namespace: "loki", collectorNamespace: "loki-collector" },
  replicas: 3,
  copies: 3,
  retention: true,
  deletes: true,
  consulServers: 3,
  canary: true,
  gateway: true,
  ruler: true,
  estimates: { receivedBytes: 50e9, storedBytes: 10e9 },
  objectives: { push: 99.9, query: 99 },
  disabled: [],
};

const onMetrics = () => metricAlerts(everything).flatMap(({ alerts }) => alerts);

const onLines = () =>
  logAlerts(
    {
      fraiseqlJobs: ["fraiseql-app"],
      postgresqlJobs: ["postgresql"],
      gatewayNamespace: everything.scope.namespace,
    },
    [],
  );

/** The page of alerts with the tables of all of them between its two marks. */
export function alertsPage(file: string): string {
  const page = readFileSync(file, "utf8");
  const [before, rest] = split(page, begin);
  const [, after] = split(rest, end);
  const tables = `### On metrics\n\n${table(onMetrics())}\n### On log lines, of each tenant\n\n${table(onLines())}`;
  return `${before}${begin}\n${tables}\n${end}${after}`;
}

/** As Prettier writes it: each column as wide as its widest cell. */
function table(alerts: readonly Alert[]): string {
  const rows = [
    ["alert", "severity", "after", "what is wrong"],
    ...alerts.map((alert) => [
      `[${alert.name}](runbooks/${runbookOf(alert)}.md)`,
      alert.severity,
      alert.for === "0m" ? "at once" : alert.for,
      alert.summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, "_$1_"),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |\n`;
  const [head = [], ...body] = rows;
  return `${line(head)}${rule}${body.map(line).join("")}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) {
    throw new Error(`docs/alerts.md has no line ${mark.trim()}`);
  }
  return [text.slice(0, at), text.slice(at + mark.length)];
}
