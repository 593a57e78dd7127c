import { relative } from "node:path";
import { checkSettings } from "../components/settings/checkSettings";
import { settingKey } from "../components/settings/keys";
import { problemsText } from "../components/settings/problems";
import type { Settings } from "../components/settings/schema";
import { keysOfSecrets } from "../components/settings/secretsInClear";
import { Refusal } from "./refusal";
import { readOpenStackFile } from "./render/stackFile";

/** Who reads the settings, and what of them. Other areas may be encrypted as a whole. */
export interface SettingsReader {
  /** For messages. */
  readonly name: string;
  readonly areas: readonly string[];
}

/**
 * The settings of a stack's file as the program would have them, but for secrets, which are
 * placeholders. Refuses what the program would refuse, and encryption of what the reader must know.
 */
export function stackSettings(
  stack: string,
  file: string,
  now: Date,
  reader: SettingsReader,
): Settings {
  const needed = reader.areas.map((area) => settingKey([area]));
  const { config, encrypted } = readOpenStackFile(file);
  const isLeftOut = (key: string) => encrypted.includes(key) && !needed.includes(key);
  const read = Object.fromEntries(Object.entries(config).filter(([key]) => !isLeftOut(key)));
  const ofEngine = Object.keys(read).filter((key) => hasSecret(key, encrypted));
  // Whether a secret stands in clear is the program's to refuse: a file for rendering only has it so.
  const secretKeys = new Set([...ofEngine, ...keysOfSecrets(read)]);
  const { settings, problems } = checkSettings({ stack, config: read, secretKeys }, now);
  const unreadable = problems.find(({ key }) => encrypted.includes(key));
  if (unreadable !== undefined) {
    throw new Refusal(
      `${relative(process.cwd(), file)} encrypts ${unreadable.key}, which ${reader.name} must read: encrypt only passwords and keys, or name a file that has it in clear with --config-file`,
    );
  }
  if (settings === undefined) {
    throw new Refusal(problemsText("error", problems));
  }
  return settings;
}

/** Whether an encrypted value is at a key or below it. */
function hasSecret(key: string, encrypted: readonly string[]): boolean {
  return encrypted.some(
    (place) => place === key || (/^[.[]/.test(place.slice(key.length)) && place.startsWith(key)),
  );
}
