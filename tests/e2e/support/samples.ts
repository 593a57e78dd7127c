import type { LogStream } from "../../../tools/cluster/lokiClient";
import type { GuideQueryName, QueryValues } from "../../../components/queries";
import { pythonLines, rustLine } from "../../support/exampleLines";

/** Values that only these samples have. */
export function sampleValues(run: string): Partial<QueryValues> {
  return {
    job: `guide-${run}`,
    postgresqlJob: `guide-postgresql-${run}`,
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    userId: "user_789",
    exceptionType: "DatabaseConnectionError",
    slowMs: 1000,
    rateWindow: "5m",
    countWindow: "1h",
  };
}

interface Sample {
  readonly level: string;
  readonly line: string;
}

const error = (line: string): Sample => ({ level: "error", line });
const warning = (line: string): Sample => ({ level: "warn", line });
const info = (line: string): Sample => ({ level: "info", line });

/** What the examples of this repository print, each with the level that the collector gives it. */
const lines = {
  connection1: error(pythonLines.connection1),
  connection2: error(pythonLines.connection2),
  connection3: error(pythonLines.connection3),
  validation1: error(pythonLines.validation),
  validation2: error(pythonLines.validation),
  timeout: error(pythonLines.timeout),
  sameTrace: info(pythonLines.sameTrace),
  rustTrace: info(rustLine("resolved")),
  // Holds the id and the user's name, but not in their fields.
  mentions: info(pythonLines.mentions),
  userInfo: info(pythonLines.userInfo),
  denied1: warning(pythonLines.denied1),
  denied2: warning(pythonLines.denied2),
  // A crash in the middle of everything: no JSON, and no query may fail because of it.
  plain: error("Traceback (most recent call last):"),
} satisfies Record<string, Sample>;

const slow1 = "2026-01-10 12:00:00.000 UTC [70] LOG:  duration: 1500.25 ms  statement: SELECT 1";
const slow2 = "2026-01-10 12:00:01.000 UTC [70] LOG:  duration: 1000.001 ms  statement: SELECT 2";
const postgresqlLines = [
  slow1,
  slow2,
  "2026-01-10 12:00:02.000 UTC [70] LOG:  duration: 999.999 ms  statement: SELECT 3",
  "2026-01-10 12:00:03.000 UTC [70] LOG:  checkpoint starting: time",
];

/** The samples as streams; the first line has the time `start`, each other one a second later. */
export function sampleStreams(run: string, start: bigint): LogStream[] {
  const { job = "", postgresqlJob = "" } = sampleValues(run);
  const ofApp = Object.values(lines).map(({ level, line }, index) => ({
    labels: { job, level },
    entries: [{ time: start + BigInt(index) * 1_000_000_000n, line }],
  }));
  const ofDatabase = postgresqlLines.map((line, index) => ({
    labels: { job: postgresqlJob, level: "info" },
    entries: [{ time: start + BigInt(index) * 1_000_000_000n, line }],
  }));
  return [...ofApp, ...ofDatabase];
}

/** Seconds between the first and the last sample. */
export const sampleSeconds = Object.keys(lines).length;

type Lines = readonly string[];
type Numbers = Readonly<Record<string, number>>;

const text = (...names: (keyof typeof lines)[]) => names.map((name) => lines[name].line).sort();

/** What each query finds: lines, sorted, or numbers by the value of their one label. */
export const expectedAnswers: Readonly<Record<GuideQueryName, Lines | Numbers>> = {
  errors: text(
    "connection1",
    "connection2",
    "connection3",
    "validation1",
    "validation2",
    "timeout",
    "plain",
  ),
  trace: text("connection1", "sameTrace", "rustTrace"),
  // Seven lines in five minutes.
  errorsPerMinute: { "": 1.4 },
  topErrorTypes: { DatabaseConnectionError: 3, ValidationError: 2, TimeoutError: 1 },
  user: text("connection1", "userInfo"),
  slowStatements: [slow1, slow2].sort(),
  exceptionType: text("connection1", "connection2", "connection3"),
  authentication: text("denied1", "denied2"),
  linesPerTenant: { acme: 3, globex: 1 },
  errorsPerFingerprint: {
    "fp-connection": 2,
    "fp-pool": 1,
    "fp-validation": 2,
    "fp-timeout": 1,
  },
};
