import { setCommand, setCommandFor, setFileCommand, settingKey, valueAt, type Path } from "./keys";
import type { MessageContext } from "./context";
import type { Problem } from "./problems";
import { kindsOf, memberOf, requiredOf, usualVariant, type SettingsNode } from "./settingsTree";

/** A setting that is not there and has no default: one problem for each value it needs. */
export function missingProblems(
  path: Path,
  node: SettingsNode,
  context: MessageContext,
): Problem[] {
  if (context.aliases.has(settingKey(path))) {
    return [];
  }
  const kinds = kindsOf(node);
  const variant = usualVariant(node);
  const kind = memberOf(variant, "kind").const;
  if (kind === undefined) {
    const needed = node.properties === undefined ? [] : requiredOf(node);
    return needed.length === 0
      ? [missingValue(path, node, context)]
      : needed.flatMap((name) => missingProblems([...path, name], memberOf(node, name), context));
  }
  const key = settingKey([...path, "kind"]);
  const expected = `expected one of ${kinds.join(", ")}`;
  return [
    { row: "C77", key, got: "nothing", expected, fix: setCommand(key, kind) },
    ...requiredOf(variant)
      .filter((name) => name !== "kind")
      .flatMap((name) => missingProblems([...path, name], memberOf(variant, name), context)),
  ];
}

function missingValue(path: Path, node: SettingsNode, context: MessageContext): Problem {
  const key = settingKey(path);
  const somewhere = valueAt(context.values, path.slice(0, -1)) !== undefined;
  const row = somewhere ? (node.missing ?? "C77") : "C77";
  const problem = { row, key, got: "nothing" } as const;
  if (node.missing === "C19") {
    return {
      ...problem,
      expected: "expected an AWS region such as eu-west-1",
      fix: setCommand("aws:region", "eu-west-1"),
    };
  }
  return {
    ...problem,
    expected: `expected a value: ${String(node.description).replace(/\.(?: .*)?$/, "")}`,
    fix: exampleSetting(path, node),
  };
}

function exampleSetting(path: Path, node: SettingsNode): string {
  // The last variant is the one that keeps a secret out of the stack file.
  const safest = node.anyOf?.at(-1);
  if (safest !== undefined) {
    return requiredOf(safest)
      .map((name) => exampleSetting([...path, name], memberOf(safest, name)))
      .join(", then ");
  }
  if (node.file !== undefined) {
    return setFileCommand(settingKey(path), node.file);
  }
  return node.writeOnly === true
    ? setCommandFor(settingKey(path), "<value>", true)
    : setCommand(settingKey(path), String(node.examples?.[0]));
}
