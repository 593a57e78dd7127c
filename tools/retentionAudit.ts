import { command } from "./refusal";
import { runAudit } from "./retentionAudit/run";

void command(async () => {
  const { output, exitCode } = await runAudit(process.argv.slice(2), new Date());
  process.stdout.write(output);
  process.exitCode = exitCode;
});
