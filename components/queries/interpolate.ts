import type { Expression, VariableName, VariableValues } from "./expression";

/** A reference to a variable, in either of the forms that Grafana reads. */
const reference = /\$(?:\{(\w+)\}|(\w+))/g;

/** The names of the variables that a text refers to, each once, sorted. */
export function referredVariables(text: string): string[] {
  const names = [...text.matchAll(reference)].map(([, braced, bare]) => braced ?? bare ?? "");
  return [...new Set(names)].sort();
}

/**
 * An expression with these values in place of its variables. They are put in as they are: a value
 * that is no regular expression is escaped by who gives it.
 * @throws Error if a variable of the expression has no value
 */
export function interpolate(
  { expr, variables }: Pick<Expression, "expr" | "variables">,
  values: Partial<VariableValues>,
): string {
  const known = new Set<string>(variables);
  return expr.replace(reference, (whole: string, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? "";
    const value = known.has(name) ? values[name as VariableName] : undefined;
    if (value === undefined) {
      throw new Error(`the expression ${expr} needs a value for ${whole}`);
    }
    return value;
  });
}
