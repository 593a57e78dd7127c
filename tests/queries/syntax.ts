import { parser as logqlParser } from "@grafana/lezer-logql";
import { parser as promqlParser } from "@prometheus-io/lezer-promql";
import type { Expression, VariableValues } from "../../components/queries/expression";

/** Values in the form that Grafana's variables have. */
export const someValues: VariableValues = {
  namespace: "shop|billing",
  app: ".+",
  level: ".*",
  tenant: ".*",
  postgresqlJob: "postgresql",
  slowMs: "1000",
  lokiTenant: ".*",
  instance: ".*",
  __range: "3600s",
  __auto: "15s",
  __rate_interval: "1m",
};

const parsers = { logql: logqlParser, promql: promqlParser };

/** A piece of an expression. */
export interface Piece {
  /** Its kind, such as `Matcher`. */
  readonly name: string;
  readonly text: string;
  /** The kinds of the pieces that it is in, the innermost last. */
  readonly within: readonly string[];
}

/** The pieces of an expression without variables, the outer ones first. */
export function pieces(language: Expression["language"], text: string): Piece[] {
  const found: Piece[] = [];
  const within: string[] = [];
  parsers[language].parse(text).iterate({
    enter: ({ name, type, from, to }) => {
      found.push({
        name: type.isError ? "error" : name,
        text: text.slice(from, to),
        within: [...within],
      });
      within.push(name);
    },
    leave: () => {
      within.pop();
    },
  });
  return found;
}

/** The pieces of an expression that are not of its language. */
export const flaws = (language: Expression["language"], text: string): string[] =>
  pieces(language, text)
    .filter(({ name }) => name === "error")
    .map((piece) => piece.text);
