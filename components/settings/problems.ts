import type { Row } from "./flaws";
import { quotedText } from "./keys";

/** One setting that is refused, or accepted with a warning. */
export interface Problem {
  readonly row?: Row | undefined;
  /** Full key, such as `fraiseql-loki:loki.replicas`. */
  readonly key: string;
  /** The value as it may be shown. Never a secret. */
  readonly got: string;
  /** What is allowed, without "expected". */
  readonly expected: string;
  /** The change to make. */
  readonly fix: string;
}

function problemText(severity: "error" | "warning", problem: Problem): string {
  const { row, key, got, expected, fix } = problem;
  const id = row === undefined ? "" : ` [${row}]`;
  const end = /[.?]$/.test(expected) ? "" : ".";
  return `config ${severity}${id} ${key}: got ${got}; ${expected}${end}\n  Fix: ${fix}`;
}

/** All problems of a stack as one message, sorted by key; what two places take from one key is said once. */
export function problemsText(severity: "error" | "warning", problems: readonly Problem[]): string {
  const order = (problem: Problem) => `${problem.key}\n${problem.row ?? ""}\n${problem.expected}`;
  const texts = [...problems]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((problem) => problemText(severity, problem));
  return [...new Set(texts)].join("\n");
}

/** A value as a message shows it: short, on one line, no object spelt out. */
export function shown(value: unknown): string {
  const longest = 100;
  if (value === undefined || value === null) {
    return "nothing";
  }
  if (typeof value === "string") {
    // A password in an address is a secret wherever the address stands.
    const text = value.replace(/\/\/[^/\s]*@/, "//[secret]@");
    return quotedText(text.length > longest ? `${text.slice(0, longest)}…` : text);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : "a list";
  }
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}
