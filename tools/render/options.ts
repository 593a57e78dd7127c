import { parseOptions, stackName } from "../options";
import type { RenderOptions } from "./renderStack";

const usage = "npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]";

/** What a command line asks for. Refuses what it does not understand, with what it does. */
export function renderOptions(args: readonly string[]): RenderOptions {
  const { stack, out, ...rest } = parseOptions(args, usage, {
    stack: { type: "string" },
    out: { type: "string" },
    "config-file": { type: "string" },
    rotate: { type: "boolean", default: false },
  });
  const { "config-file": configFile, rotate } = rest;
  return {
    stack: stackName(stack, usage),
    rotate,
    ...(out === undefined ? {} : { out }),
    ...(configFile === undefined ? {} : { configFile }),
  };
}
