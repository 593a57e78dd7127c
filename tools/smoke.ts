import { command } from "./refusal";
import { smokeOptions } from "./smoke/options";
import { table } from "./smoke/report";
import { smoke } from "./smoke/smoke";

/** A check failed. */
const failed = 2;

void command(async () => {
  const options = smokeOptions(process.argv.slice(2));
  const report = await smoke(options);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
  process.exitCode = report.ok ? 0 : failed;
}).then(() => {
  // What was given up at the deadline or by a signal may still wait for an answer.
  process.exit();
});
