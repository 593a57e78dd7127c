import { parser } from "@grafana/lezer-logql";
import type { Block } from "./blocks";

/** The block's query with values in place of Grafana's variables and of `…`. */
export const asked = ({ code }: Block) =>
  code
    .replace(/\$__(auto|range|interval)\b/g, "5m")
    .replace(/\$\{?[a-z]\w*\}?/g, "value")
    .trim();

/** The pieces of a query that are no LogQL. */
export function flaws(query: string): string[] {
  const found: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        found.push(query.slice(Math.max(0, from - 20), to + 20));
      }
    },
  });
  return found;
}

/** Whether a query gives numbers and not lines. */
export function isMetric(query: string): boolean {
  let metric = false;
  parser.parse(query).iterate({ enter: ({ name }) => void (metric ||= name === "MetricExpr") });
  return metric;
}
