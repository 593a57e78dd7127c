const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** One hour, in milliseconds. */
export const hour = milliseconds.h;

/** One day, in milliseconds. */
export const day = 24 * hour;

/**
 * Length of a Go duration such as `5m` or `1h30m`, in milliseconds; `undefined` for anything else.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce(
    (sum, [, amount, unit]) =>
      sum + Number(amount) * milliseconds[unit as keyof typeof milliseconds],
    0,
  );
}

/** Length of a duration that the settings have already accepted, in milliseconds. */
export function durationMs(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) {
    throw new Error(`"${text}" is not a duration: settings accept durations before they are used`);
  }
  return value;
}

/** A number of milliseconds as whole hours, `2160h`, or whole seconds, `90s`. */
export function formatDuration(ms: number): string {
  return ms % hour === 0 ? `${ms / hour}h` : `${Math.ceil(ms / 1_000)}s`;
}
