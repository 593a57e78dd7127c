import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

/** What a stack's file holds under `config`: full keys, `{ secure: … }` for what is encrypted. */
export type StoredConfig = Readonly<Record<string, unknown>>;

/** The stack files of a project, by the name of the stack. */
export type StackFiles = ReadonlyMap<string, StoredConfig>;

const stackFile = /^Pulumi\.(.+)\.ya?ml$/;

/**
 * Reads every `Pulumi.<stack>.yaml` of a folder. Only warns the user off mistakes: a folder that is not
 * there has none, and a file that cannot be read holds nothing.
 */
export function readStackFiles(folder: string): StackFiles {
  return new Map(
    filesOf(folder).flatMap((name): [string, StoredConfig][] => {
      const [, stack] = stackFile.exec(name) ?? [];
      return stack === undefined ? [] : [[stack, configOf(join(folder, name))]];
    }),
  );
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function configOf(file: string): StoredConfig {
  try {
    const { config } = load(readFileSync(file, "utf8")) as { config?: unknown };
    return typeof config === "object" && config !== null ? (config as StoredConfig) : {};
  } catch {
    return {};
  }
}
