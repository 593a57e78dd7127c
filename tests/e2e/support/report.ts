/** Tells a measured number. Not through the console, which Jest wraps in a stack trace. */
export function report(text: string): void {
  process.stderr.write(`      measured: ${text}\n`);
}

/** Seconds that something takes, beside what it returns. */
export async function timed<T>(run: () => Promise<T>): Promise<readonly [T, string]> {
  const start = Date.now();
  const result = await run();
  return [result, `${((Date.now() - start) / 1_000).toFixed(1)} s`];
}
