const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** One hour, in milliseconds. */
export const hour = milliseconds.h;

/** One day, in milliseconds. */
export const day = 24 * hour;

/** Go keeps a duration as 64-bit nanoseconds: 292 years. */
const longest = 2_562_047 * hour;

/** The settings accept this form of a duration, or `0`. */
export const durationPattern = /^(?=\d)(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?$/;

/**
 * Length of a duration such as `5m`, `1h30m` or `0`, in milliseconds; `undefined` for anything else.
 * Whole amounts and falling units only: Loki reads some durations with Go's parser and some with
 * Prometheus's, and this is what both accept.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") {
    return 0;
  }
  if (!durationPattern.test(text)) {
    return undefined;
  }
  const parts = text.matchAll(/(\d+)(ms|s|m|h)/g);
  const length = [...parts].reduce(
    (sum, [, amount, unit]) =>
      sum + Number(amount) * milliseconds[unit as keyof typeof milliseconds],
    0,
  );
  return length <= longest ? length : undefined;
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
