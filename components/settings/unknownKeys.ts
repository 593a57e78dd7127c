import {
  project,
  quoted,
  quotedText,
  removeCommand,
  setCommandFor,
  settingKey,
  valueAt,
  type Path,
} from "./keys";
import { foreignFix, foreignKey } from "./foreignKeys";
import { nodeOf, type MessageContext } from "./context";
import { nearest } from "./nearest";
import type { Problem } from "./problems";
import { membersOf, variantOf, variantsOf, type SettingsNode } from "./settingsTree";

/** A key that is no setting: names the nearest one. Its value may be anything, so it is not shown. */
export function unknownKey(parent: Path, name: string, context: MessageContext): Problem {
  const atTop = parent.length === 0;
  const known = atTop ? undefined : foreignKey([...parent, name]);
  if (known !== undefined) {
    const path = [...parent, name];
    return {
      row: known.row,
      key: settingKey(path),
      got: "an unknown key",
      expected: `expected ${known.expected}`,
      fix: foreignFix(path, known),
    };
  }
  // At the top a dot does not lead anywhere: the key was set without --path.
  const printable = /^[\w.-]+$/.test(name) ? name : quotedText(name);
  const key = atTop ? `${project}:${printable}` : settingKey([...parent, name]);
  const remove = atTop ? `pulumi config rm ${quoted(key)}` : removeCommand(key);
  const names = namesAt(parent, context);
  const meant = meantPath(parent, name, names, context.tree());
  if (meant === undefined) {
    const expected = `expected one of ${[...names].sort().join(", ")}`;
    return { row: "C45", key, got: "an unknown key", expected, fix: remove };
  }
  const setAnew = setCommandFor(settingKey(meant), "<value>");
  return {
    row: "C45",
    key,
    got: "an unknown key",
    expected: `did you mean ${settingKey(meant)}${settingKey(meant) === key ? ", set with --path" : ""}?`,
    fix: atTop && name.includes(".") ? `${remove}, then ${setAnew}` : `${setAnew}, then ${remove}`,
  };
}

/** The settings there are beside an unknown one. */
function namesAt(parent: Path, context: MessageContext): string[] {
  const node = nodeOf(parent, context) ?? {};
  const chosen = node.anyOf ?? [variantOf(node, valueAt(context.repaired, parent))];
  return chosen.flatMap((variant) => Object.keys(membersOf(variant)));
}

function meantPath(
  parent: Path,
  name: string,
  names: readonly string[],
  tree: SettingsNode,
): Path | undefined {
  if (parent.length > 0) {
    const near = nearest(name, names);
    return near === undefined ? undefined : [...parent, near];
  }
  const [area, ...rest] = name.split(".") as [string, ...string[]];
  if (rest.length > 0 && names.includes(area)) {
    return [area, ...rest];
  }
  const owner = Object.entries(membersOf(tree)).find(([, node]) =>
    variantsOf(node).some((variant) => Object.hasOwn(membersOf(variant), name)),
  );
  if (owner !== undefined) {
    return [owner[0], name];
  }
  const near = nearest(name, names);
  return near === undefined ? undefined : [near];
}
