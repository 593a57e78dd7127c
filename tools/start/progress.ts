/** Runs a step and prints a line about it with the seconds it took. */
export async function step<T>(title: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${title.padEnd(48)} ${seconds.padStart(6)} s\n`);
  return result;
}
