import { relative } from "node:path";
import { parseArgs } from "node:util";
import { command, Refusal } from "./refusal";

const usage = "npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]";

void command(async () => {
  const options = parse();
  // Loaded now, not above: a refused option is answered at once.
  const { renderStack } = await import("./render/renderStack");
  const { folder, manifests, unresolved } = await renderStack(options);
  const shown = relative(process.cwd(), folder) || ".";
  process.stdout.write(`${manifests.length} manifests in ${shown}/manifests\n`);
  for (const path of unresolved) {
    process.stdout.write(
      `${path} names a cloud resource by <arn of …>: fill it in before you apply the file\n`,
    );
  }
});

function parse() {
  try {
    const { values } = parseArgs({
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
