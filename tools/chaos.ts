import { chaosOptions } from "./chaos/options";
import { reportText } from "./chaos/report";
import { runChaos } from "./chaos/run";
import { ProxiedKubectl } from "./cluster/proxiedKubectl";
import { command } from "./refusal";

/** What a shell takes for a command that was interrupted. */
const interrupted = 130;
/** Something did not hold. */
const failed = 2;

void command(async () => {
  const options = chaosOptions(process.argv.slice(2));
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(name, () => {
      process.stderr.write("interrupted: undoing what is broken\n");
      abort.abort();
    });
  }
  const { signal } = abort;
  const kubectl = new ProxiedKubectl(process.env, options.target.context);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const outcomes = await runChaos(options, { kubectl, tell, signal }).finally(() => {
    kubectl.close();
  });
  process.stdout.write(
    `${options.json ? JSON.stringify(outcomes, null, 2) : reportText(outcomes)}\n`,
  );
  if (signal.aborted) {
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
