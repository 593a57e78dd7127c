import type { Flaw } from "./flaws";
import { isEncrypted, isHidden, isSecret, keyOf, nodeOf, type MessageContext } from "./context";
import {
  removeCommand,
  setCommand,
  setCommandFor,
  setFileCommand,
  valueAt,
  type Path,
} from "./keys";
import { shown, type Problem } from "./problems";
import type { SettingsNode } from "./settingsTree";
import { exampleCommand } from "./shapes";

/** A flaw at a place as a problem. */
export function flawProblem(path: Path, flaw: Flaw, context: MessageContext): Problem {
  const said = isHidden(path, context) ? discreet(flaw) : flaw;
  const key = keyOf(path, context);
  const value = valueAt(context.values, path);
  const hidden = value !== undefined && (isHidden(path, context) || isSecret(path, context));
  const command = said.advice ?? fixCommand(key, path, said, context);
  // Of an encrypted secret not even the length is told.
  const told = hidden && isEncrypted(path, context) ? undefined : said.got;
  return {
    row: said.row,
    key,
    got: told ?? (hidden ? "[secret]" : shown(value)),
    expected: `expected ${said.expected}`,
    fix: said.hint === undefined ? command : `${command} (${said.hint})`,
  };
}

/** The flaw of a value that must not be shown: without what was derived from it. */
function discreet(flaw: Flaw): Flaw {
  const expected = flaw.expected.replace(/(?:: |; ).*/, "");
  return {
    ...(flaw.row && { row: flaw.row }),
    ...(flaw.remove && { remove: flaw.remove }),
    expected,
  };
}

function fixCommand(key: string, path: Path, flaw: Flaw, context: MessageContext): string {
  if (flaw.remove === true) {
    return removeCommand(key);
  }
  const node = nodeOf(path, context) ?? {};
  if (isSecret(path, context)) {
    return setCommandFor(key, "<value>", true);
  }
  if (node.file !== undefined) {
    return setFileCommand(key, node.file);
  }
  const value = flaw.set ?? node.default ?? node.examples?.[0];
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return setCommand(key, value);
  }
  return otherCommand(key, path, node);
}

/** The command for a place whose valid value is not one word. */
function otherCommand(key: string, path: Path, node: SettingsNode): string {
  const [choice] = node.enum ?? (node.const === undefined ? [] : [node.const]);
  if (choice !== undefined) {
    return setCommand(key, choice);
  }
  return isStructured(node)
    ? `${removeCommand(key)}, then ${exampleCommand(path, node)}`
    : removeCommand(key);
}

const isStructured = (node: SettingsNode) => node.type === "array" || node.type === "object";
