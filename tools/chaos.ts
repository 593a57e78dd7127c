import { chaosOptions } from "./chaos/options";
import { reportText } from "./chaos/report";
import { runChaos } from "./chaos/run";
import { command } from "./refusal";

/** What a shell takes for a command that was interrupted. */
const interrupted = 130;
/** Something did not hold. */
const failed = 2;

void command(async () => {
  const options = chaosOptions(process.argv.slice(2));
  const abort = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      process.stderr.write("interrupted: undoing what is broken\n");
      abort.abort();
    });
  }
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const outcomes = await runChaos(options, tell, abort.signal);
  process.stdout.write(
    `${options.json ? JSON.stringify(outcomes, null, 2) : reportText(outcomes)}\n`,
  );
  if (abort.signal.aborted) {
    process.exitCode = interrupted;
  } else if (
    outcomes.some(
      (outcome) =>
        outcome.kind === "broke off" ||
        (outcome.kind === "made" && outcome.result.failures.length > 0) ||
        (outcome.kind === "not possible" && options.named),
    )
  ) {
    process.exitCode = failed;
  }
});
