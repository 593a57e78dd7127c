import { settingKey, valueAt, type Path } from "./keys";
import { nodeAt, type SettingsNode } from "./settingsTree";
import type { StoredConfig } from "./stackFiles";

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
  /** The stack's own file as it is stored. Absent where it is not known. */
  readonly stackFile?: StoredConfig | undefined;
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

/**
 * Whether a place is encrypted in the stack file. One encrypted value makes the engine call all of its
 * key secret: what stands beside it in clear is known only where the file itself says the same.
 */
export function isEncrypted(
  path: Path,
  { secretKeys, stackFile, values }: MessageContext,
): boolean {
  const [area, ...rest] = path;
  const key = settingKey(area === undefined ? [] : [area]);
  const stored = stackFile?.[key];
  const inClear = stored !== undefined && same(valueAt(stored, rest), valueAt(values, path));
  return secretKeys.has(key) && !inClear;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether nothing may be said of the value at a place: somebody encrypted it, or a part of it, though it
 * is no secret to us. What is said of a secret setting never holds its value.
 */
export function isHidden(path: Path, context: MessageContext): boolean {
  return leaves(valueAt(context.values, path), path).some(
    (leaf) => isEncrypted(leaf, context) && nodeOf(leaf, context)?.writeOnly !== true,
  );
}

function leaves(value: unknown, path: Path): Path[] {
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const part = (name: string) => (Array.isArray(value) ? Number(name) : name);
  return members.length === 0
    ? [path]
    : members.flatMap(([name, item]) => leaves(item, [...path, part(name)]));
}

/** Whether the value at a place is a secret; or may be one, the place being none of ours. */
export function isSecret(path: Path, context: MessageContext): boolean {
  return path.some((_, index) => {
    const node = nodeOf(path.slice(0, index + 1), context);
    return node === undefined || node.writeOnly === true;
  });
}
