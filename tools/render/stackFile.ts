import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { load } from "js-yaml";
import { Refusal } from "../refusal";

/** A stack's configuration as the engine would hand it to the program. */
export type StackConfig = Readonly<Record<string, string>>;

/** A stack's configuration without what only the engine can decrypt. */
export interface OpenStackFile {
  /** The configuration, with a placeholder wherever an encrypted value stands. */
  readonly config: StackConfig;
  /** Places of the encrypted values, such as `fraiseql-loki:tenants[0].readPassword`. */
  readonly encrypted: readonly string[];
}

/** Stands for an encrypted value. Passes for any secret: long enough, without `$` and backquotes. */
const placeholder = "encrypted-and-not-read";

/**
 * Reads `Pulumi.<stack>.yaml`. Refuses a file that is missing, is no mapping, or holds an encrypted
 * value: only the engine can decrypt it.
 */
export function readStackFile(file: string): StackConfig {
  const { config, encrypted } = readOpenStackFile(file);
  if (encrypted.length > 0) {
    throw new Refusal(
      `${relative(process.cwd(), file)} holds encrypted values that only the engine can read: ${encrypted.join(", ")}. ` +
        "Deploy this stack with pulumi up, or render from a file without them (--config-file): what is unset is generated",
    );
  }
  return config;
}

/**
 * Reads `Pulumi.<stack>.yaml` for a command that needs no secret. Refuses a file that is missing or
 * is no mapping.
 */
export function readOpenStackFile(file: string): OpenStackFile {
  const path = relative(process.cwd(), file);
  const content = parse(path);
  const config = isMapping(content) ? (content["config"] ?? {}) : undefined;
  if (!isMapping(config)) {
    throw new Refusal(`${path} is no stack file: expected a mapping with the key config`);
  }
  return {
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => {
        const open = withPlaceholders(value);
        return [key, typeof open === "string" ? open : JSON.stringify(open)];
      }),
    ),
    encrypted: Object.entries(config).flatMap(([key, value]) => encryptedKeys(key, value)),
  };
}

function parse(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Refusal(`there is no ${path}: make it, or name another stack with --stack`);
  }
  try {
    return load(text) ?? {};
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Refusal(`${path} is not valid YAML: ${reason ?? ""}`);
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function encryptedKeys(path: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => encryptedKeys(`${path}[${index}]`, item));
  }
  if (!isMapping(value)) {
    return [];
  }
  return "secure" in value
    ? [path]
    : Object.entries(value).flatMap(([key, item]) => encryptedKeys(`${path}.${key}`, item));
}

function withPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withPlaceholders);
  }
  if (!isMapping(value)) {
    return value;
  }
  return "secure" in value
    ? placeholder
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlaceholders(item)]));
}
