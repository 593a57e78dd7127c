import { parseArgs } from "node:util";
import { Refusal } from "../refusal";
import type { RenderOptions } from "./renderStack";

const usage = "npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]";

/** What a command line asks for. Refuses what it does not understand, with what it does. */
export function renderOptions(args: readonly string[]): RenderOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string" },
        out: { type: "string" },
        "config-file": { type: "string" },
        rotate: { type: "boolean", default: false },
      },
    });
    const { stack, out, "config-file": configFile, rotate } = values;
    if (stack === undefined) {
      throw new Refusal(`--stack is missing: ${usage}`);
    }
    if (!/^[\w-][\w.-]*$/.test(stack)) {
      throw new Refusal(`"${stack}" is no stack name: expected letters, digits, -, _ and .`);
    }
    return {
      stack,
      rotate,
      ...(out === undefined ? {} : { out }),
      ...(configFile === undefined ? {} : { configFile }),
    };
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(`${(error as Error).message}: ${usage}`);
  }
}
