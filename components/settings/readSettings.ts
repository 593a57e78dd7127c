import type { z } from "zod";
import { overlap, settingKey, valueAt, type Path } from "./keys";
import { nearest } from "./nearest";
import type { Settings, SettingsSchema } from "./schema";
import {
  exampleOf,
  kindsOf,
  nodeAt,
  requiredOf,
  valuesOf,
  variantOf,
  type SettingsNode,
} from "./settingsTree";

/** What zod said about one place. */
export interface FieldIssue {
  readonly path: Path;
  readonly issue: z.core.$ZodIssue;
}

/** The settings as far as they could be read. */
export interface ReadSettings {
  /** Complete: a place with a problem holds a valid stand-in, so that rules can judge the rest. */
  readonly settings: Settings;
  readonly issues: readonly FieldIssue[];
  /** The values with the stand-ins. */
  readonly repaired: unknown;
  /** Places whose value is a stand-in. */
  readonly broken: readonly Path[];
}

type Values = Record<string, unknown>;

/** What the settings allow: built when first asked for. */
type Tree = () => SettingsNode;

/** Each round puts a valid value where there was none; the settings are not this deep. */
const mostRounds = 10;

/**
 * Parses the values, and where a place is refused, puts a stand-in there and parses again: zod stops
 * at the first level that has the wrong shape, and no rule could run on half a tree.
 */
export function readSettings(
  values: Values,
  schema: SettingsSchema,
  tree: Tree,
  alreadyBroken: readonly Path[],
): ReadSettings {
  const candidate = structuredClone(values);
  const issues: FieldIssue[] = [];
  const broken = [...alreadyBroken];
  for (const path of alreadyBroken) {
    broken.push(...(path.at(-1) === "kind" ? chooseKind : standIn)(candidate, path, tree));
  }
  for (let round = 0; ; round++) {
    const result = schema.safeParse(candidate);
    if (result.success) {
      return { settings: result.data, repaired: candidate, issues, broken };
    }
    for (const found of result.error.issues.flatMap((issue) => flattened(issue, []))) {
      if (round > mostRounds) {
        throw new Error(`${settingKey(found.path)} has no valid example in the schema`);
      }
      if (readAsText(candidate, found, tree)) {
        continue;
      }
      if (!placesOf(found).every((place) => broken.some((path) => within(place, path)))) {
        issues.push(found);
      }
      broken.push(...placesOf(found), ...repair(candidate, found, tree));
    }
  }
}

/** An issue of a union without a `kind` is a list for each variant: the nearest variant counts. */
function flattened(issue: z.core.$ZodIssue, parent: Path): FieldIssue[] {
  const path = [...parent, ...(issue.path as Path)];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) {
    return [{ path, issue }];
  }
  const weight = (errors: readonly z.core.$ZodIssue[]) =>
    errors.reduce((sum, one) => sum + (one.code === "unrecognized_keys" ? one.keys.length : 1), 0);
  const nearestVariant = issue.errors.reduce((best, one) =>
    weight(one) < weight(best) ? one : best,
  );
  return nearestVariant.flatMap((one) => flattened(one, path));
}

/** `pulumi config set --path` stores what looks like a number as one, also where a text is meant. */
function readAsText(values: Values, { path, issue }: FieldIssue, tree: Tree): boolean {
  const value = valueAt(values, path);
  if (issue.code !== "invalid_type" || issue.expected !== "string") {
    return false;
  }
  if (!Number.isSafeInteger(value) || nodeAt(tree(), path, values)?.writeOnly === true) {
    return false;
  }
  put(values, path, String(value));
  return true;
}

/** Whether a path is that of a place or leads on from it. */
function within(path: Path, place: Path): boolean {
  return path.length >= place.length && overlap(path, place);
}

function placesOf({ path, issue }: FieldIssue): Path[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
}

/** Makes the place valid. Returns what else is no longer the user's. */
function repair(values: Values, { path, issue }: FieldIssue, tree: Tree): Path[] {
  if (issue.code === "unrecognized_keys") {
    const holder = path.length === 0 ? values : (valueAt(values, path) as Values);
    issue.keys.forEach((key) => Reflect.deleteProperty(holder, key));
    return [];
  }
  return (issue.code === "invalid_union" ? chooseKind : standIn)(values, path, tree);
}

/** The variant that was most likely meant, so that its other members are judged too. */
function chooseKind(values: Values, path: Path, tree: Tree): Path[] {
  const around = path.slice(0, -1);
  const node = nodeAt(tree(), around, values) ?? {};
  const kind = valueAt(values, path);
  const meant =
    typeof kind === "string"
      ? nearest(kind, kindsOf(node))
      : (node.default as { kind?: string } | undefined)?.kind;
  if (meant === undefined) {
    standIn(values, around, tree);
    return [around];
  }
  put(values, path, meant);
  return [];
}

/** Puts the default or, where there is none, the example of a place there. */
function standIn(values: Values, path: Path, tree: Tree): Path[] {
  const around = path.slice(0, -1);
  const part = path.at(-1);
  const parent = nodeAt(tree(), around, values);
  const node = nodeAt(tree(), path, values);
  const variant = parent && variantOf(parent, valueAt(values, around));
  const optional =
    variant !== undefined &&
    typeof part === "string" &&
    valuesOf(variant) === undefined &&
    !requiredOf(variant).includes(part);
  put(values, path, optional || node === undefined ? undefined : exampleOf(node));
  return [];
}

function put(values: Values, path: Path, value: unknown): void {
  const holder = path.length === 1 ? values : valueAt(values, path.slice(0, -1));
  const part = path.at(-1);
  if (part !== undefined && typeof holder === "object" && holder !== null) {
    (holder as Record<string | number, unknown>)[part] = value;
  }
}
