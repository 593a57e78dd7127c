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
  readonly oneOf?: readonly SettingsNode[];
  readonly anyOf?: readonly SettingsNode[];
  /** A secret. */
  readonly writeOnly?: boolean;
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

const members = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The variant that a value chose by its `kind`, or else has most members of. */
export function variantOf(node: SettingsNode, value: unknown): SettingsNode {
  const variants = node.oneOf ?? node.anyOf;
  if (variants === undefined) {
    return node;
  }
  const chosen = members(value)["kind"];
  const score = (variant: SettingsNode) => {
    const properties = variant.properties ?? {};
    const shared = Object.keys(members(value)).filter((key) => Object.hasOwn(properties, key));
    return properties["kind"]?.const === chosen ? shared.length : -1;
  };
  return [...variants].sort((a, b) => score(b) - score(a))[0] ?? node;
}

/** The variants of a union; of anything else itself. */
export function variantsOf(node: SettingsNode): readonly SettingsNode[] {
  return node.oneOf ?? node.anyOf ?? [node];
}

/** The kinds a union offers. */
export function kindsOf(node: SettingsNode | undefined): string[] {
  return (node?.oneOf ?? []).flatMap((variant) => variant.properties?.["kind"]?.const ?? []);
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
    node = typeof part === "number" ? variant.items : variant.properties?.[part];
    value = members(value)[part];
  }
  return node;
}

/** A valid value for a place that has no valid one, so that everything else can be judged too. */
export function exampleOf(node: SettingsNode): unknown {
  const [example] = node.examples ?? [];
  if (example !== undefined) {
    return example;
  }
  const choice = node.default ?? node.const ?? node.enum?.[0];
  if (choice !== undefined) {
    return choice;
  }
  const variants = node.oneOf ?? node.anyOf;
  // S3 where the choice is free: it is the variant that most stacks take.
  const variant =
    variants?.find((one) => one.properties?.["kind"]?.const === "s3") ?? variants?.[0];
  return variant === undefined ? exampleObject(node) : exampleOf(variant);
}

function exampleObject(node: SettingsNode): unknown {
  const { properties = {}, required = [] } = node;
  return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {})]));
}
