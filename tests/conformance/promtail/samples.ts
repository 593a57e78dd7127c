import type { Level } from "../../../components/collector/pipeline";
import { pythonLines, rustLine } from "../../support/exampleLines";

/** A line as an application prints it, and what becomes of it. */
export interface Sample {
  readonly what: string;
  readonly line: string;
  /** @default no label */
  readonly level?: Level;
  /** The entry's time. @default the time at which the runtime wrote the line */
  readonly time?: string;
  /** Every field that a setting may store as structured metadata. @default none */
  readonly metadata?: Readonly<Record<string, string>>;
}

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const otherTraceId = "00f067aa0ba902b74bf92f3577b34da6";
const spanId = "00f067aa0ba902b7";

/** The time of every line of the Python example, and of the Rust one. */
const pythonTime = "2026-01-10T12:00:00.123456000Z";
const rustTime = "2026-01-10T12:00:00.654321000Z";

/** Lines that the two examples print: what they are told to write is what is parsed. */
const exampleSamples: readonly Sample[] = [
  {
    what: "the guide's line, as the Python example prints it",
    line: pythonLines.guide,
    level: "error",
    time: pythonTime,
    metadata: {
      trace_id: traceId,
      span_id: spanId,
      tenant_id: "tenant_123",
      exception_type: "DatabaseConnectionError",
      fingerprint: "db_connection_timeout",
    },
  },
  {
    what: "Python's exception without a fingerprint of its own",
    line: pythonLines.ownFingerprint,
    level: "error",
    time: pythonTime,
    metadata: {
      trace_id: otherTraceId,
      span_id: spanId,
      exception_type: "KeyError",
      fingerprint: "KeyError in shop.db.parse_row",
    },
  },
  {
    what: "Python's WARNING",
    line: pythonLines.retry,
    level: "warn",
    time: pythonTime,
    metadata: { trace_id: otherTraceId, span_id: spanId },
  },
  {
    what: "Python's INFO whose ids are none",
    line: pythonLines.started,
    level: "info",
    time: pythonTime,
  },
  {
    what: "Python's DEBUG",
    line: pythonLines.queryPlan,
    level: "debug",
    time: pythonTime,
    metadata: { trace_id: otherTraceId, span_id: spanId },
  },
  {
    what: "FraiseQL's start",
    line: rustLine("FraiseQL Server v2.15.0"),
    level: "info",
    time: rustTime,
  },
  {
    what: "FraiseQL's slow statement, inside its spans",
    line: rustLine("Slow SQL query detected"),
    level: "warn",
    time: rustTime,
  },
  {
    what: "FraiseQL's failed query",
    line: rustLine("Query execution failed"),
    level: "error",
    time: rustTime,
  },
  {
    what: "FraiseQL's answered request",
    line: rustLine("finished processing request"),
    level: "info",
    time: rustTime,
  },
  {
    what: "an application's line beside FraiseQL, with ids inside fields",
    line: rustLine("resolved"),
    level: "info",
    time: rustTime,
    metadata: {
      trace_id: traceId,
      span_id: spanId,
      tenant_id: "tenant_9",
      exception_type: "Slow",
      fingerprint: "slow_resolver",
    },
  },
];

export const fraiseqlSamples: readonly Sample[] = [
  ...exampleSamples,
  {
    what: "microseconds and a stack trace, as the guide's Python formatter writes",
    line: '{"timestamp": "2025-12-04T10:15:31.123456Z", "level": "warning", "message": "retry", "logger": "fraiseql", "exception_type": "TimeoutError", "stack_trace": "Traceback (most recent call last):\\n  File \\"db.py\\", line 7, in connect\\nTimeoutError: no answer"}',
    level: "warn",
    time: "2025-12-04T10:15:31.123456000Z",
    metadata: { exception_type: "TimeoutError" },
  },
  {
    what: "whole seconds",
    line: '{"timestamp":"2025-12-04T10:15:32Z","level":"info","message":"started"}',
    level: "info",
    time: "2025-12-04T10:15:32.000000000Z",
  },
  {
    what: "an offset of zero",
    line: '{"timestamp":"2025-12-04T10:15:33.5+00:00","level":"debug","message":"query plan"}',
    level: "debug",
    time: "2025-12-04T10:15:33.500000000Z",
  },
  {
    what: "another offset",
    line: '{"timestamp":"2025-12-04T12:15:34.000000001+02:00","level":"trace","message":"step"}',
    level: "trace",
    time: "2025-12-04T10:15:34.000000001Z",
  },
  {
    what: "an epoch number as time",
    line: '{"timestamp":1764843335.25,"level":"critical","message":"out of disk"}',
    level: "critical",
  },
  {
    what: "a time without zone",
    line: '{"timestamp":"2025-12-04T10:15:36","level":"info","message":"naive"}',
    level: "info",
  },
  {
    what: "no time and no level",
    line: '{"message":"bare"}',
  },
  {
    what: "a level that is none",
    line: '{"timestamp":"2025-12-04T10:15:37Z","level":"user_789","message":"odd"}',
    time: "2025-12-04T10:15:37.000000000Z",
  },
  {
    what: "a level that is a number",
    line: '{"timestamp":"2025-12-04T10:15:38Z","level":30,"message":"odd"}',
    time: "2025-12-04T10:15:38.000000000Z",
  },
  {
    what: "an upper-case FATAL",
    line: '{"timestamp":"2025-12-04T10:15:41Z","level":"FATAL","message":"bye"}',
    level: "critical",
    time: "2025-12-04T10:15:41.000000000Z",
  },
  { what: "a line that is no JSON", line: "thread 'main' panicked at src/main.rs:7:5: no pool" },
  {
    what: "a line that only begins as JSON",
    line: '{"timestamp":"2025-12-04T10:15:42Z","level":"er',
  },
  { what: "JSON that is no object", line: '["error"]' },
  { what: "an empty line", line: "" },
];

const [statement, secondLine] = [
  "2025-12-04 10:16:02.300 UTC [71] app@shop STATEMENT:  SELECT id",
  "\tFROM missing",
];

export const postgresqlSamples: readonly Sample[] = [
  {
    what: "a line before any with a date",
    line: "/usr/local/bin/docker-entrypoint.sh: running init",
  },
  {
    what: "LOG with a duration",
    line: "2025-12-04 10:16:00.123 UTC [64] LOG:  duration: 1532.441 ms  statement: SELECT pg_sleep(1.5)",
    level: "info",
    time: "2025-12-04T10:16:00.123000000Z",
  },
  {
    what: "ERROR of a user in a database",
    line: '2025-12-04 10:16:02.299 UTC [71] app@shop ERROR:  relation "missing" does not exist at character 15',
    level: "error",
    time: "2025-12-04T10:16:02.299000000Z",
  },
  {
    what: "STATEMENT in two lines",
    line: `${statement}\n${secondLine}`,
    level: "info",
    time: "2025-12-04T10:16:02.300000000Z",
  },
  {
    what: "WARNING with an application in the prefix",
    line: "2025-12-04 10:16:03 GMT [71] app@shop app=psql WARNING:  there is no transaction in progress",
    level: "warn",
    time: "2025-12-04T10:16:03.000000000Z",
  },
  {
    what: "FATAL of an unknown user",
    line: '2025-12-04 10:16:04.500 UTC [80] [unknown]@[unknown] FATAL:  role "x" does not exist',
    level: "critical",
    time: "2025-12-04T10:16:04.500000000Z",
  },
  {
    what: "DEBUG1",
    line: "2025-12-04 10:16:05.000 UTC [81] DEBUG1:  forked new backend",
    level: "debug",
    time: "2025-12-04T10:16:05.000000000Z",
  },
  {
    what: "a zone whose offset Go does not know",
    line: "2025-12-04 11:16:06.000 CET [82] PANIC:  could not write to file",
    level: "critical",
  },
  {
    what: "a zone without a name",
    line: "2025-12-04 07:16:07.000 -03 [83] HINT:  raise work_mem",
    level: "info",
  },
  {
    what: "a date and no severity",
    line: "2025-12-04 10:16:08.000 UTC [84] and no more",
  },
];
