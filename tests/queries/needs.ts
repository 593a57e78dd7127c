import { pieces } from "./syntax";

const own = new Set(["__error__", "__error_details__"]);

/** What the stages of an expression make of a line: such a name is none that a stream must have. */
function madeOfLines(expr: string): Set<string> {
  const found = pieces("logql", expr);
  const named = found.filter(
    ({ name, within }) =>
      name === "Identifier" &&
      ["LabelExtractionExpression", "LabelFormatMatcher"].includes(within.at(-1) ?? ""),
  );
  const groups = [...expr.matchAll(/\(\?P<(\w+)>/g)].map(([, name]) => name ?? "");
  return new Set([...named.map(({ text }) => text), ...groups]);
}

/** The labels and metadata of streams that an expression reads, sorted. */
export function takenFromStreams(expr: string): string[] {
  const found = pieces("logql", expr);
  const selected = found.filter(
    ({ name, within }) =>
      name === "Identifier" && within.at(-1) === "Matcher" && within.includes("Selector"),
  );
  const later = found.filter(
    ({ name, within }) =>
      name === "Identifier" &&
      within.some((kind) => ["LabelFilter", "Labels", "UnwrapExpr"].includes(kind)),
  );
  const inTemplates = [...expr.matchAll(/\{\{(.*?)\}\}/g)].flatMap(([, text = ""]) =>
    [...text.matchAll(/\.(\w+)/g)].map(([, name]) => name ?? ""),
  );
  const made = madeOfLines(expr);
  const read = [...later.map(({ text }) => text), ...inTemplates].filter((name) => !made.has(name));
  const names = new Set([...selected.map(({ text }) => text), ...read]);
  return [...names].filter((name) => !own.has(name)).sort();
}
