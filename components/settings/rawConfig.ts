import { distance } from "fastest-levenshtein";
import { project, removeCommand, setCommandFor, settingKey, valueAt, type Path } from "./keys";
import type { Problem } from "./problems";
import type { SettingsSchema } from "./schema";
import { memberOf, nodeAt, variantsOf, type SettingsNode } from "./settingsTree";
import { exampleCommand, shapeOf } from "./shapes";

/** The stack's own settings as one tree of plain values, before any of them is judged. */
export interface RawConfig {
  readonly values: Record<string, unknown>;
  readonly problems: readonly Problem[];
  /** Places that already have a problem. */
  readonly broken: readonly Path[];
}

/** The settings that are one text; the others arrive as JSON. */
const texts = ["environment", "namespace"];

/** Reads Pulumi's flat map of texts. */
export function rawConfig(
  config: Readonly<Record<string, string>>,
  schema: SettingsSchema,
  tree: () => SettingsNode,
): RawConfig {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  const broken: Path[] = [];
  for (const [key, text] of Object.entries(config)) {
    const colon = key.indexOf(":");
    const [namespace, name] = [key.slice(0, colon), key.slice(colon + 1)];
    if (namespace !== project) {
      problems.push(...misplaced(namespace, name, schema, tree));
      continue;
    }
    const value = texts.includes(name) ? text : parsed(text);
    if (value === undefined && Object.hasOwn(schema.shape, name)) {
      problems.push(notStructured(name, text, memberOf(tree(), name)));
      broken.push([name]);
    } else {
      values[name] = value ?? text;
    }
  }
  return { values, problems, broken };
}

/** The value of a JSON text; `undefined` if it is none or only a text. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? undefined : value;
  } catch {
    return undefined;
  }
}

function notStructured(name: string, text: string, node: SettingsNode): Problem {
  return {
    row: "C46",
    key: settingKey([name]),
    // The text itself may be a secret that went to the wrong place.
    got: text === "" ? "nothing" : "a text",
    expected: `expected ${shapeOf(node)}`,
    fix: `${removeCommand(settingKey([name]))}, then ${exampleCommand([name], node)}`,
  };
}

/** A setting of ours under another namespace: `loki:replicas`, `fraiseqlloki:storage`. */
function misplaced(
  namespace: string,
  name: string,
  schema: SettingsSchema,
  tree: () => SettingsNode,
): Problem[] {
  const path = intendedPath(namespace, name, schema, tree);
  if (path === undefined) {
    return [];
  }
  const key = `${namespace}:${name}`;
  return [
    {
      row: "C46",
      key,
      got: `the namespace ${namespace}`,
      expected: `expected ${settingKey(path)}`,
      fix: `${setCommandFor(settingKey(path), "<value>")}, then ${removeCommand(key)}`,
    },
  ];
}

function intendedPath(
  namespace: string,
  name: string,
  schema: SettingsSchema,
  tree: () => SettingsNode,
): Path | undefined {
  const [area, ...rest] = name.split(".") as [string, ...string[]];
  if (distance(namespace, project) <= 3 && Object.hasOwn(schema.shape, area)) {
    return [area, ...rest];
  }
  // Grafana's own Pulumi provider has settings of that namespace.
  if (namespace === "grafana" || !Object.hasOwn(schema.shape, namespace)) {
    return undefined;
  }
  const variants = variantsOf(memberOf(tree(), namespace));
  const known = variants.some((node) => nodeAt(node, [area, ...rest], {}) !== undefined);
  return known ? [namespace, area, ...rest] : undefined;
}

/** Texts that no setting may be: left-over placeholders, line breaks but a file's, control characters. */
export function unprintable(
  values: unknown,
  tree: () => SettingsNode,
): { path: Path; expected: string }[] {
  return textPaths(values, []).flatMap((path) => {
    const text = valueAt(values, path) as string;
    if (/\$\{[^}]*\}/.test(text)) {
      return [{ path, expected: "a value, not a reference that nothing resolves" }];
    }
    const odd = /\p{Cc}|\p{Zl}|\p{Zp}/u;
    const isFile = () => nodeAt(tree(), path, values)?.file !== undefined;
    return odd.test(text) && (odd.test(text.replace(/\r?\n/g, "")) || !isFile())
      ? [{ path, expected: "one line of printable text" }]
      : [];
  });
}

/** The place of each text in a value. */
export function textPaths(value: unknown, path: Path): Path[] {
  if (typeof value === "string") {
    return [path];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textPaths(item, [...path, index]));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => textPaths(item, [...path, key]))
    : [];
}
