/** How something ended that a later test judges. */
export type Settled<T> = Promise<PromiseSettledResult<T>>;

/** How it ends, be it with an error: that must not end the tests before the one that judges it. */
export async function settled<T>(begun: Promise<T>): Settled<T> {
  const [result] = await Promise.allSettled([begun]);
  return result;
}
