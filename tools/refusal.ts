/** An error that is the user's to mend: shown as one sentence, without a stack trace. */
export class Refusal extends Error {}

/** Runs a command for people. Ends with code 1 and one sentence when it is refused. */
export async function command(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isForUser(error)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Pulumi marks its own such errors with a member, because a program may load the SDK twice. */
function isForUser(error: unknown): error is Error {
  return error instanceof Refusal || (error instanceof Error && "__pulumiRunError" in error);
}
