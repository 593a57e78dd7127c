/** Name of the Pulumi project: the namespace of its settings. */
export const project = "fraiseql-loki";

/** Members and indices from the top of the settings to one value. */
export type Path = readonly (string | number)[];

/** A text in quotes and on one line, whatever characters it has. */
export function quotedText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}

/** A path as Pulumi writes it: `tenants[0].id`, `loki["a.b"]`. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === "number") {
        return `[${part}]`;
      }
      const plain = /^[\w-]+$/.test(part);
      return plain ? `${index === 0 ? "" : "."}${part}` : `[${quotedText(part)}]`;
    })
    .join("");
}

/** The full key of a setting: `fraiseql-loki:loki.replicas`. */
export function settingKey(path: Path): string {
  return `${project}:${pathText(path)}`;
}

/** A word as a shell reads it back. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The key as an argument of `pulumi config`. */
function keyArgument(key: string): string {
  return /^[\w-]+:[\w-]+$/.test(key) ? key : `--path '${key.replaceAll("'", String.raw`'\''`)}'`;
}

/** The command that sets a value. */
export function setCommand(key: string, value: string | number | boolean): string {
  return `pulumi config set ${keyArgument(key)} ${quoted(String(value))}`;
}

/** The command that sets a value which must not, or cannot, be written down here. */
export function setCommandFor(key: string, placeholder: string, secret = false): string {
  return `pulumi config set ${secret ? "--secret " : ""}${keyArgument(key)} ${placeholder}`;
}

/** The command that sets a value to the text of a file. */
export function setFileCommand(key: string, file: string): string {
  return setCommandFor(key, `"$(cat ${file})"`);
}

/** The command that removes a setting, so that its default holds. */
export function removeCommand(key: string): string {
  return `pulumi config rm ${keyArgument(key)}`;
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (parent, part) =>
      typeof parent === "object" && parent !== null && Object.hasOwn(parent, part)
        ? (parent as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

/** Whether one path leads to the other value, or both to the same. */
export function overlap(a: Path, b: Path): boolean {
  return a.every((part, index) => index >= b.length || part === b[index]);
}
