import * as pulumi from "@pulumi/pulumi";
import { isEncrypted, nodeOf, type MessageContext } from "./context";
import { settingKey, setCommandFor, valueAt, type Path } from "./keys";
import type { Problem } from "./problems";
import { rawConfig, textPaths } from "./rawConfig";
import type { ReadSettings } from "./readSettings";
import { settingsSchema } from "./schema";
import { nodeAt, settingsTree } from "./settingsTree";

/** Secrets of a stack that were not encrypted. */
export function secretsInClear(
  stack: string,
  read: ReadSettings,
  context: MessageContext,
): Problem[] {
  return secretPlaces(read, context)
    .filter((path) => !isEncrypted(path, context))
    .map((path) => ({
      row: "C57",
      key: settingKey(path),
      got: "a secret in clear text",
      expected: `expected an encrypted one: whoever reads Pulumi.${stack}.yaml or its history has it`,
      fix: `${setCommandFor(settingKey(path), "<value>", true)} (a new one: this one may be known)`,
    }));
}

/** Settings without a problem tell their secrets by themselves; the tree is dear to build. */
function secretPlaces({ broken, settings }: ReadSettings, context: MessageContext): Path[] {
  const { values } = context;
  return broken.length === 0
    ? outputPlaces(settings, []).filter((path) => valueAt(values, path) !== undefined)
    : textPaths(values, []).filter((path) => nodeOf(path, context)?.writeOnly === true);
}

function outputPlaces(value: unknown, path: Path): Path[] {
  if (pulumi.Output.isInstance(value)) {
    return [path];
  }
  const members: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(typeof value === "object" && value !== null ? value : {});
  return members.flatMap(([part, item]) => outputPlaces(item, [...path, part]));
}

/** Where a stack's configuration has secrets, encrypted or not. */
export function placesOfSecrets(config: Readonly<Record<string, string>>): Path[] {
  // Both environments have the same places.
  const tree = () => settingsTree("dev");
  const { values } = rawConfig(config, settingsSchema("dev"), tree);
  return textPaths(values, []).filter((path) => nodeAt(tree(), path, values)?.writeOnly === true);
}

/** Full keys that have a secret of their own at or below them. */
export function keysOfSecrets(config: Readonly<Record<string, string>>): string[] {
  return [...new Set(placesOfSecrets(config).map((path) => settingKey(path.slice(0, 1))))];
}
