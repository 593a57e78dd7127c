import { command } from "./refusal";
import { runRotation } from "./rotate/run";

void command(async () => {
  process.stdout.write(await runRotation(process.argv.slice(2), new Date()));
});
