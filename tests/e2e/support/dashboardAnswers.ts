import type { VariableValues } from "../../../components/queries/expression";
import type { KnownLine } from "./knownLines";

/** What a query answers: texts of lines, or numbers by their labels. */
export type Answer = readonly string[] | Readonly<Record<string, readonly number[]>>;

/** What an expression asks, said without LogQL. */
export interface Question {
  readonly of?: (line: KnownLine) => boolean;
  readonly by?: readonly string[];
  /** One number for the lines of a window, or their texts. */
  readonly what: ((lines: readonly KnownLine[]) => number) | "texts";
  /** Whether the numbers of a curve add up to that of the whole time. @default each point counts */
  readonly adds?: boolean;
  /** How many of the largest numbers. @default all */
  readonly top?: number;
}

const count = (lines: readonly KnownLine[]) => lines.length;
const bytes = (lines: readonly KnownLine[]) =>
  lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
const isError = ({ level = "" }: KnownLine) => ["error", "critical"].includes(level);
const saysAll =
  (...fields: readonly string[]) =>
  (line: KnownLine) =>
    line.json && fields.every((field) => line.says[field] !== undefined);
const isNoisy = ({ level = "" }: KnownLine) => ["warn", "error", "critical"].includes(level);

export const labelOf = ({ says, ...line }: KnownLine, name: string): string => {
  const own = { namespace: line.namespace, app: line.app, job: line.job, level: line.level };
  const values: Readonly<Record<string, string | undefined>> = {
    ...says,
    container: "app",
    ...own,
  };
  return values[name] ?? "";
};

/** As Loki computes it of all values: between two of them in proportion. */
const quantile = (q: number, field: string) => (lines: readonly KnownLine[]) => {
  const values = lines.map(({ says }) => Number(says[field])).sort((a, b) => a - b);
  const rank = q * (values.length - 1);
  const [low = NaN, high = NaN] = [values[Math.floor(rank)], values[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
};
const largest = (field: string) => (lines: readonly KnownLine[]) =>
  Math.max(...lines.map(({ says }) => Number(says[field])));

const streamLabels = ["namespace", "app", "container", "job", "level"];
const streamOf = (line: KnownLine) => streamLabels.map((name) => labelOf(line, name)).join();

/** What each expression of the dashboards asks. */
export const questions: Readonly<Record<string, Question>> = {
  "logVolume.lines": { what: count },
  "logVolume.bytes": { what: bytes },
  "logVolume.bytesPerSecond": { what: bytes, adds: true },
  "logVolume.streams": { what: (lines) => new Set(lines.map(streamOf)).size },
  "logVolume.linesPerNamespace": { by: ["namespace"], what: count, adds: true },
  "logVolume.linesPerJob": { by: ["job"], what: count, adds: true },
  "logVolume.linesPerLevel": { by: ["level"], what: count, adds: true },
  "logVolume.levelShares": { by: ["level"], what: count },
  "logVolume.topApps": { by: ["app"], what: count },
  "logVolume.topStreams": { by: streamLabels, what: bytes, top: 10 },
  "logVolume.topLoggers": { of: saysAll("logger"), by: ["logger"], what: count },
  "logVolume.bytesPerTenant": { of: saysAll("tenant"), by: ["tenant"], what: bytes },
  "errors.count": { of: isError, what: count },
  "errors.share": { what: (lines) => lines.filter(isError).length / lines.length },
  "errors.perSecond": { of: isError, by: ["app"], what: count, adds: true },
  "errors.perLevel": { of: isError, by: ["level"], what: count, adds: true },
  "errors.topTypes": {
    of: (line) => isError(line) && saysAll("exception_type")(line),
    by: ["exception_type"],
    what: count,
  },
  "errors.perTenant": {
    of: (line) => isError(line) && saysAll("tenant")(line),
    by: ["tenant"],
    what: count,
  },
  "errors.perFingerprint": {
    of: (line) => isError(line) && saysAll("fingerprint")(line),
    by: ["fingerprint", "exception_type"],
    what: count,
  },
  "errors.recent": { of: (line) => isError(line) && line.json, what: "texts" },
  "errors.allLines": { of: isError, what: "texts" },
  ...ofDurations("slowStatementCount", "slowStatementsPerJob", "slowStatements", "duration", "job"),
  ...quantiles("statement", "duration", "job"),
  ...ofDurations("slowRequestCount", "", "slowRequests", "latency", "app"),
  ...quantiles("request", "latency", "app"),
  "performance.requestsPerStatus": {
    of: saysAll("latency"),
    by: ["status"],
    what: count,
    adds: true,
  },
  "performance.refusedConnections": {
    of: saysAll("active"),
    by: ["app"],
    what: count,
    adds: true,
  },
  "performance.busyConnections": { of: saysAll("active"), by: ["app"], what: largest("active") },
  "performance.mostConnections": { of: saysAll("most"), by: ["app"], what: largest("most") },
  "service.linesPerLevel": { by: ["level"], what: count, adds: true },
  "service.failingOperations": {
    of: (line) => isNoisy(line) && saysAll("operation")(line),
    by: ["operation"],
    what: count,
  },
  "service.refusedAccess": {
    of: ({ text }) => /authentication error|unauthorized access/i.test(text),
    what: count,
  },
  "service.linesOfTenant": { of: ({ json }) => json, what: "texts" },
  "loki.failedLogins": {
    of: saysAll("tenant_tried"),
    by: ["tenant_tried"],
    what: count,
    adds: true,
  },
};

function ofDurations(
  total: string,
  curve: string,
  lines: string,
  field: string,
  label: string,
): Record<string, Question> {
  const of = ({ says }: KnownLine) => says[field] !== undefined;
  return {
    [`performance.${total}`]: { of, what: count },
    ...(curve === ""
      ? {}
      : { [`performance.${curve}`]: { of, by: [label], what: count, adds: true } }),
    [`performance.${lines}`]: { of, what: "texts" },
  };
}

function quantiles(prefix: string, field: string, label: string): Record<string, Question> {
  const of = ({ says }: KnownLine) => says[field] !== undefined;
  return Object.fromEntries(
    [50, 95, 99].map((percent) => [
      `performance.${prefix}P${percent}`,
      { of, by: [label], what: quantile(percent / 100, field) },
    ]),
  );
}

/** Whether the variables of an expression let a line through. */
export function isChosen(
  line: KnownLine,
  variables: readonly string[],
  values: Partial<VariableValues>,
): boolean {
  const matches = (value: string, pattern = ".*") => new RegExp(`^(?:${pattern})$`).test(value);
  const slow = Number(values.slowMs ?? 0);
  const took = Number(line.says["duration"] ?? line.says["latency"] ?? 0);
  const checks: Readonly<Record<string, () => boolean>> = {
    namespace: () => matches(line.namespace, values.namespace),
    app: () => matches(line.app, values.app),
    level: () => matches(line.level ?? "", values.level),
    tenant: () => matches(line.says["tenant"] ?? "", values.tenant),
    postgresqlJob: () => matches(line.job, values.postgresqlJob),
    slowMs: () => took >= slow,
  };
  return variables.every((name) => checks[name]?.() ?? true);
}
