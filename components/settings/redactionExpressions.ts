import { RE2JS } from "re2js";
import type { Flaw } from "./flaws";

const expected = "RE2 with exactly one capture group, which is what is replaced";

/**
 * What is wrong with the expression of a redaction rule. The agent does not start with one that is
 * not RE2, replaces nothing where there is no group, and replaces at every place where one that
 * matches nothing matches.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function expressionFlaw(expression: string): Flaw | undefined {
  const wrong = (why: string, advice: string): Flaw => ({
    row: "C52",
    expected: `${expected}: ${why}`,
    advice,
  });
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(expression);
  } catch (error) {
    return wrong(
      (error as Error).message,
      "write it in RE2, which has no look-around and no back-references",
    );
  }
  const groups = compiled.groupCount();
  if (groups !== 1) {
    return wrong(
      `it has ${groups === 0 ? "none" : groups}`,
      "put round brackets around what is to be replaced, and (?:…) around what is only grouped",
    );
  }
  if (Object.keys(compiled.namedGroups()).length > 0) {
    return wrong("its group has a name, which the agent would keep", "write (…) without a name");
  }
  return compiled.matcher("").find()
    ? wrong(
        "it matches the empty text, so every place of a line",
        "write + for *, or say what is before",
      )
    : undefined;
}
