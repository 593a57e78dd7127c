import { setCommandFor, settingKey, type Path } from "./keys";
import { kindsOf, membersOf, valuesOf, variantsOf, type SettingsNode } from "./settingsTree";

/** The shape of a structured setting: `an object { enabled, replicas }`, `a list`. */
export function shapeOf(node: SettingsNode): string {
  if (node.items !== undefined) {
    const item = Object.keys(membersOf(node.items));
    return item.length === 0 ? "a list" : `a list of objects ${braces(item)}`;
  }
  if (valuesOf(node) !== undefined) {
    return "an object of texts by name";
  }
  return node.oneOf === undefined
    ? `an object ${braces(variantsOf(node).flatMap((variant) => Object.keys(membersOf(variant))))}`
    : `an object ${braces([`kind: ${kindsOf(node).join(" | ")}`, "…"])}`;
}

const braces = (members: readonly string[]) => `{ ${members.join(", ")} }`;

/** A command that sets the first member or item of a structured setting, as an example of its form. */
export function exampleCommand(path: Path, node: SettingsNode): string {
  if (node.items !== undefined) {
    return exampleCommand([...path, 0], node.items);
  }
  if (valuesOf(node) !== undefined) {
    return setCommandFor(settingKey([...path, "<name>"]), "<value>");
  }
  const [member] = variantsOf(node).flatMap((variant) => Object.keys(membersOf(variant)));
  return setCommandFor(settingKey(member === undefined ? path : [...path, member]), "<value>");
}
