import { parser } from "@prometheus-io/lezer-promql";

/** The pieces of an expression that are no PromQL. */
export function promqlFlaws(expr: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(expr.slice(from, to));
      }
    },
  });
  return found;
}
