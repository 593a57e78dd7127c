import { settingKey, type Path } from "./keys";
import { nodeAt, type SettingsNode } from "./settingsTree";

/** What a message may say about the stack's values. */
export interface MessageContext {
  /** The stack's own values, before any stand-in. */
  readonly values: unknown;
  /** The same with stand-ins: says which variant each place belongs to. */
  readonly repaired: unknown;
  /** What the settings allow. Built when first asked for. */
  readonly tree: () => SettingsNode;
  /** Full keys that are encrypted in the stack file. */
  readonly secretKeys: ReadonlySet<string>;
  /** Places whose value comes from another key, such as `aws:region`. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** The key under which people find the setting. */
export function keyOf(path: Path, context: MessageContext): string {
  const key = settingKey(path);
  return context.aliases.get(key) ?? key;
}

/** What the settings allow at a place. */
export function nodeOf(path: Path, context: MessageContext): SettingsNode | undefined {
  return nodeAt(context.tree(), path, context.repaired);
}

/** Whether a place is encrypted in the stack file. */
export function isEncrypted(path: Path, context: MessageContext): boolean {
  return context.secretKeys.has(settingKey(path.slice(0, 1)));
}

/** Whether the value at a place is a secret; or may be one, the place being none of ours. */
export function isSecret(path: Path, context: MessageContext): boolean {
  return path.some((_, index) => {
    const node = nodeOf(path.slice(0, index + 1), context);
    return node === undefined || node.writeOnly === true;
  });
}
