import type { z } from "zod";
import type { Flaw, Row } from "./flaws";
import { valueAt, type Path } from "./keys";
import { nodeOf, type MessageContext } from "./context";
import { flawProblem } from "./messages";
import { missingProblems } from "./missing";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import type { FieldIssue } from "./readSettings";
import { kindsOf, type SettingsNode } from "./settingsTree";
import { shapeOf } from "./shapes";
import { unknownKey } from "./unknownKeys";

/** What zod said about a place as problems. */
export function fieldProblems({ path, issue }: FieldIssue, context: MessageContext): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => unknownKey(path, name, context));
  }
  const node = nodeOf(path, context) ?? {};
  const flaw = issue.code === "custom" ? (issue.params?.["flaw"] as Flaw) : undefined;
  if (flaw !== undefined) {
    return [flawProblem(path, flaw, context)];
  }
  if (valueAt(context.values, path) === undefined && issue.code !== "invalid_union") {
    return missingProblems(path, node, context);
  }
  return [flawProblem(path, typeFlaw(path, issue, node, context), context)];
}

/** A value that is not of the setting's type, or out of its range. */
function typeFlaw(
  path: Path,
  issue: z.core.$ZodIssue,
  node: SettingsNode,
  context: MessageContext,
): Flaw {
  const value = valueAt(context.values, path);
  if (path.at(-1) === "kind") {
    const around = nodeOf(path.slice(0, -1), context) ?? {};
    return choiceFlaw(value, kindsOf(around), around, "C18");
  }
  const choices = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (choices !== undefined) {
    return choiceFlaw(value, choices, undefined, node.row);
  }
  const wrongType: Row | undefined = issue.code === "invalid_type" ? "C46" : undefined;
  const row = node.row ?? wrongType;
  return { ...(row && { row }), expected: allowed(node, issue) };
}

function choiceFlaw(
  value: unknown,
  choices: readonly string[],
  around: SettingsNode | undefined,
  row: Row | undefined,
): Flaw {
  const guess =
    typeof value === "string" && choices.length > 1 ? nearest(value, choices) : undefined;
  const fallback = (around?.default as { kind?: string } | undefined)?.kind;
  const list = choices.length > 1 ? `one of ${choices.join(", ")}` : choices.join("");
  const set = guess ?? fallback ?? (choices.includes("s3") ? "s3" : choices[0]);
  return {
    ...(row && { row }),
    expected: guess === undefined ? list : `${list}; did you mean ${guess}?`,
    ...(set !== undefined && { set }),
  };
}

/** What the schema allows at a place, in words. */
function allowed(node: SettingsNode, issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_format") {
    return `a day such as "${String(node.examples?.[0])}", in quotes`;
  }
  const texts: Record<string, string> = {
    integer: `a whole number${range(node)}`,
    number: `a number${range(node)}`,
    boolean: "true or false",
    string: "a text in quotes",
  };
  return texts[node.type ?? ""] ?? shapeOf(node);
}

/** Bounds that zod adds to every whole number say nothing. */
function range({ minimum, maximum, exclusiveMinimum }: SettingsNode): string {
  if (exclusiveMinimum !== undefined) {
    return ` above ${exclusiveMinimum}`;
  }
  if (minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER) {
    return "";
  }
  return maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER
    ? `, ${minimum} or more`
    : ` from ${minimum} to ${maximum}`;
}
