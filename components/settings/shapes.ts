import { setCommandFor, settingKey, type Path } from "./keys";
import { variantOf, variantsOf, type SettingsNode } from "./settingsTree";

/** The shape of a structured setting: `an object { enabled, replicas }`, `a list`. */
export function shapeOf(node: SettingsNode): string {
  if (node.type === "array") {
    const item = node.items?.properties;
    return item === undefined ? "a list" : `a list of objects ${braces(Object.keys(item))}`;
  }
  const variants = variantsOf(node);
  const kinds = variants.flatMap((variant) => variant.properties?.["kind"]?.const ?? []);
  return kinds.length > 0
    ? `an object ${braces([`kind: ${kinds.join(" | ")}`, "…"])}`
    : `an object ${braces(variants.flatMap((variant) => Object.keys(variant.properties ?? {})))}`;
}

const braces = (members: readonly string[]) => `{ ${members.join(", ")} }`;

/** A command that sets the first member or item of a structured setting, as an example of its form. */
export function exampleCommand(path: Path, node: SettingsNode): string {
  if (node.type === "array") {
    return exampleCommand([...path, 0], node.items ?? {});
  }
  const [member] = Object.keys(variantOf(node, node.default ?? {}).properties ?? {});
  return setCommandFor(settingKey(member === undefined ? path : [...path, member]), "<value>");
}
