import { relative } from "node:path";
import { command } from "./refusal";
import { renderOptions } from "./render/options";
import { renderStack } from "./render/renderStack";

void command(async () => {
  const options = renderOptions(process.argv.slice(2));
  const { folder, manifests, unresolved } = await renderStack(options);
  const shown = relative(process.cwd(), folder) || ".";
  process.stdout.write(`${manifests.length} manifests in ${shown}/manifests\n`);
  for (const path of unresolved) {
    process.stdout.write(
      `${path} names a cloud resource by <arn of …>: fill it in before you apply the file\n`,
    );
  }
});
