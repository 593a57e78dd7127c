import { command } from "./refusal";
import { restoreDrill } from "./restoreDrill/drill";
import { drillOptions } from "./restoreDrill/options";
import { table } from "./restoreDrill/report";

/** A check failed. */
const failed = 2;

void command(async () => {
  const options = drillOptions(process.argv.slice(2));
  const report = await restoreDrill(options, (text) => {
    const time = new Date().toISOString().slice(11, 19);
    process.stderr.write(`${time} ${text}\n`);
  });
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
  process.exitCode = report.ok ? 0 : failed;
}).then(() => {
  // What was given up by a signal may still wait for an answer.
  process.exit();
});
