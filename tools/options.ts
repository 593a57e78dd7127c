import { parseArgs, type ParseArgsConfig } from "node:util";
import { Refusal } from "./refusal";

/** Options by name, as Node's `parseArgs` takes them. */
export type OptionsConfig = NonNullable<ParseArgsConfig["options"]>;

type Parsed<T extends OptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T }>
>["values"];

/**
 * What a command line asks for. Refuses what it does not understand, with what it does.
 * @param usage one line: the command with its options
 */
export function parseOptions<T extends OptionsConfig>(
  args: readonly string[],
  usage: string,
  options: T,
): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Node adds advice about `--`, which no command here takes.
    const [said = ""] = (error as Error).message.split(". To specify");
    throw new Refusal(`${said}: ${usage}`);
  }
}

/** The stack's name. Refuses one that could be a path. */
export function stackName(stack: string | undefined, usage: string): string {
  if (stack === undefined) {
    throw new Refusal(`--stack is missing: ${usage}`);
  }
  if (!/^[\w-][\w.-]*$/.test(stack)) {
    throw new Refusal(`"${stack}" is no stack name: expected letters, digits, -, _ and .`);
  }
  return stack;
}
