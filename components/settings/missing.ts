import { setCommand, setCommandFor, settingKey, valueAt, type Path } from "./keys";
import type { MessageContext } from "./context";
import type { Problem } from "./problems";
import { kindsOf, type SettingsNode } from "./settingsTree";

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
  if (kinds.length > 0) {
    // Of the variants the one that most production stacks take; the message names the others.
    const kind = kinds.includes("s3") ? "s3" : (kinds[0] ?? "");
    const variant = node.oneOf?.find((one) => one.properties?.["kind"]?.const === kind) ?? {};
    const key = settingKey([...path, "kind"]);
    return [
      {
        row: "C77",
        key,
        got: "nothing",
        expected: `expected one of ${kinds.join(", ")}`,
        fix: setCommand(key, kind),
      },
      ...memberProblems(path, variant, context),
    ];
  }
  return node.required === undefined
    ? [missingValue(path, node, context)]
    : memberProblems(path, node, context);
}

function memberProblems(path: Path, node: SettingsNode, context: MessageContext): Problem[] {
  const { properties = {}, required = [] } = node;
  return required
    .filter((name) => name !== "kind")
    .flatMap((name) => missingProblems([...path, name], properties[name] ?? {}, context));
}

function missingValue(path: Path, node: SettingsNode, context: MessageContext): Problem {
  const key = settingKey(path);
  const [sentence = ""] = (node.description ?? "").split(/\.(?: |$)/);
  const somewhere = valueAt(context.values, path.slice(0, -1)) !== undefined;
  const problem = { row: "C77", key, got: "nothing" } as const;
  if (node.row === "C19") {
    return {
      ...problem,
      row: somewhere ? "C19" : "C77",
      expected: "expected an AWS region such as eu-west-1",
      fix: setCommand("aws:region", "eu-west-1"),
    };
  }
  return {
    ...problem,
    expected: `expected a value: ${sentence}`,
    fix: exampleSetting(path, node),
  };
}

function exampleSetting(path: Path, node: SettingsNode): string {
  // The last variant is the one that keeps a secret out of the stack file.
  const [member] = node.anyOf?.at(-1)?.required ?? [];
  if (member !== undefined) {
    return exampleSetting([...path, member], node.anyOf?.at(-1)?.properties?.[member] ?? {});
  }
  return node.writeOnly === true
    ? setCommandFor(settingKey(path), "<value>", true)
    : setCommand(settingKey(path), String(node.examples?.[0]));
}
