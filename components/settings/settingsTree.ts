import { z } from "zod";
import type { Environment } from "./fields";
import type { Row } from "./flaws";
import type { Path } from "./keys";
import { settingsSchema } from "./schema";

/** What the settings allow at one place: the schema as JSON Schema, for messages and docs. */
export interface SettingsNode {
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SettingsNode>>;
  readonly required?: readonly string[];
  readonly items?: SettingsNode;
  /** Of texts by name: the texts. */
  readonly additionalProperties?: SettingsNode | false;
  readonly oneOf?: readonly SettingsNode[];
  readonly anyOf?: readonly SettingsNode[];
  /** A secret. */
  readonly writeOnly?: boolean;
  /** Name of a file whose text the value is. */
  readonly file?: string;
  /** Row of the bad-input matrix for no value where the area has others. */
  readonly missing?: Row;
  /** Row of the bad-input matrix for a value of the wrong type or out of range. */
  readonly row?: Row;
}

const trees = new Map<Environment, SettingsNode>();

/** The whole tree. Built when first asked for: settings without a problem never need it. */
export function settingsTree(environment: Environment): SettingsNode {
  const known = trees.get(environment);
  if (known !== undefined) {
    return known;
  }
  const tree = z.toJSONSchema(settingsSchema(environment), {
    io: "input",
    target: "draft-7",
  }) as SettingsNode;
  trees.set(environment, tree);
  return tree;
}

/** The members an object has of its own. */
export function membersOf(node: SettingsNode): Readonly<Record<string, SettingsNode>> {
  return node.properties ?? {};
}

/** One member; a place that allows nothing in particular where there is none. */
export function memberOf(node: SettingsNode, name: string): SettingsNode {
  return membersOf(node)[name] ?? {};
}

/** The text under a name of one's own, where a place holds such. */
export function valuesOf({ additionalProperties }: SettingsNode): SettingsNode | undefined {
  return additionalProperties === false ? undefined : additionalProperties;
}

/** The members an object must have. */
export function requiredOf(node: SettingsNode): readonly string[] {
  return node.required ?? [];
}

const members = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The variants of a union; of anything else itself. */
export function variantsOf(node: SettingsNode): readonly SettingsNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

/** The kinds a union offers. */
export function kindsOf(node: SettingsNode): string[] {
  return variantsOf(node).flatMap((variant) => memberOf(variant, "kind").const ?? []);
}

/** The variant that a value chose by its `kind`, or else has most members of. */
export function variantOf(node: SettingsNode, value: unknown): SettingsNode {
  const given = members(value);
  const score = (variant: SettingsNode) =>
    memberOf(variant, "kind").const === given["kind"]
      ? Object.keys(given).filter((key) => Object.hasOwn(membersOf(variant), key)).length
      : -1;
  return variantsOf(node).reduce((best, one) => (score(one) > score(best) ? one : best));
}

/** The variant that most stacks take where the choice is free. */
export function usualVariant(node: SettingsNode): SettingsNode {
  return variantsOf(node).reduce((first, one) =>
    memberOf(one, "kind").const === "s3" ? one : first,
  );
}

/** What the settings allow at a path, given the values on the way there. */
export function nodeAt(root: SettingsNode, path: Path, data: unknown): SettingsNode | undefined {
  let node: SettingsNode | undefined = root;
  let value = data;
  for (const part of path) {
    if (node === undefined) {
      return undefined;
    }
    const variant = variantOf(node, value);
    node =
      typeof part === "number" ? variant.items : (membersOf(variant)[part] ?? valuesOf(variant));
    value = members(value)[part];
  }
  return node;
}

/** A valid value for a place that has no valid one, so that everything else can be judged too. */
export function exampleOf(node: SettingsNode): unknown {
  const [example] = node.examples ?? [];
  const choice = example ?? node.default ?? node.const ?? node.enum?.[0];
  if (choice !== undefined) {
    return choice;
  }
  const variant = usualVariant(node);
  return Object.fromEntries(
    requiredOf(variant).map((name) => [name, exampleOf(memberOf(variant, name))]),
  );
}
