import type { parser as logqlParser } from "@grafana/lezer-logql";
import { RE2JS } from "re2js";
import type { Flaw } from "./flaws";

type SyntaxNode = ReturnType<(typeof logqlParser)["parse"]>["topNode"];

const example = 'sum by (job) (count_over_time({job="payments", level="error"} [5m])) > 10';

/**
 * What is wrong with an expression that is to raise an alert, as far as it shows without a Loki, which
 * would refuse the tenant's whole file of rules for one that it cannot read.
 * @see https://grafana.com/docs/loki/latest/query/metric_queries/
 */
export function logAlertFlaw(expr: string): Flaw | undefined {
  const nodes = nodesOf(expr);
  const expected = unreadable(nodes, expr) ?? unusable(nodes, expr);
  return expected === undefined ? undefined : { expected };
}

/** Every node of the expression's tree. */
function nodesOf(expr: string): SyntaxNode[] {
  // Loaded only where the settings have rules: it would cost every other stack its time.
  const { parser } = require("@grafana/lezer-logql") as typeof import("@grafana/lezer-logql");
  const nodes: SyntaxNode[] = [];
  parser.parse(expr).iterate({ enter: ({ node }) => void nodes.push(node) });
  return nodes;
}

function unreadable(nodes: readonly SyntaxNode[], expr: string): string | undefined {
  const textOf = ({ from, to }: SyntaxNode) => expr.slice(from, to);
  const error = nodes.find(({ type }) => type.isError);
  if (error !== undefined) {
    const piece = textOf(error);
    return `LogQL; it cannot be read ${piece === "" ? "to its end" : `at ${JSON.stringify(piece)}`}`;
  }
  const strings = nodes.filter(({ name, parent }) => name === "String" && isRegex(parent));
  const flaw = strings.map((node) => regexFlaw(stringValue(textOf(node)))).find(Boolean);
  if (flaw !== undefined) {
    return `LogQL with regular expressions in RE2: ${flaw}`;
  }
  const selectors = nodes.filter(({ name }) => name === "Selector");
  return selectors.every((selector) => selectsSome(selector, textOf))
    ? undefined
    : 'selectors with a matcher that the empty text does not pass, such as {job="payments"}';
}

function unusable(nodes: readonly SyntaxNode[], expr: string): string | undefined {
  const names = new Set(nodes.map(({ name }) => name));
  if (!names.has("MetricExpr")) {
    return `LogQL that counts, such as ${example}: lines are no alert`;
  }
  if (!nodes.some(isCondition)) {
    return `a condition, such as > 10, unless or absent_over_time: without one the alert is always on`;
  }
  return names.has("LabelParser") && !expr.includes("__error__")
    ? '| __error__="" behind the parser: Loki refuses the query for one line that cannot be parsed'
    : undefined;
}

const comparisons = ["Eql", "Neq", "Lss", "Lte", "Gtr", "Gte", "Unless"];

/** What leaves series out. Grammar of `@grafana/lezer-logql`. */
const isCondition = ({ name, parent, nextSibling }: SyntaxNode) =>
  name === "AbsentOverTime" ||
  (parent?.name === "BinOpExpr" && comparisons.includes(name) && !isBool(nextSibling));

/** `> bool 10` gives 0 or 1, so always a series. */
const isBool = (modifier: SyntaxNode | null) => has(modifier, "Bool");

/** Whether the text below a node is a regular expression. */
const isRegex = (parent: SyntaxNode | null) =>
  has(parent, "Re", "Nre", "Regexp") || has(parent?.getChild("Filter"), "PipeMatch", "Nre");

const has = (node: SyntaxNode | null | undefined, ...names: readonly string[]) =>
  names.some((name) => (node?.getChild(name) ?? null) !== null);

function regexFlaw(regex: string): string | undefined {
  try {
    RE2JS.compile(regex);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** LogQL's texts are Go's: as they are in backquotes, with escapes in quotes. */
function stringValue(literal: string): string {
  if (literal.startsWith("`")) {
    return literal.slice(1, -1);
  }
  try {
    return JSON.parse(literal) as string;
  } catch {
    // An escape of Go's that JSON does not have: not judged here.
    return "";
  }
}

/** Loki refuses `{}`, `{job=""}` and `{job=~".*"}`, which select everything. */
function selectsSome(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): boolean {
  const matchers: SyntaxNode[] = [];
  selector.cursor().iterate(({ name, node }) => {
    if (name === "Matcher") {
      matchers.push(node);
    }
  });
  return matchers.some((matcher) => {
    const string = matcher.getChild("String");
    const value = string === null ? "" : stringValue(textOf(string));
    const equalsEmpty = has(matcher, "Re", "Nre") ? RE2JS.matches(value, "") : value === "";
    return has(matcher, "Neq", "Nre") === equalsEmpty;
  });
}
