const milliseconds = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
} as const;

/**
 * Length of a duration as Loki writes it, such as `4w2d`, `720h` or `24h0m0s`, in milliseconds.
 * @see https://pkg.go.dev/github.com/prometheus/common/model#ParseDuration
 */
export function promDurationMs(text: string): number {
  if (text === "0") {
    return 0;
  }
  if (!/^(?:\d+(?:ms|[smhdwy]))+$/.test(text)) {
    throw new Error(`"${text}" is no duration of Loki's`);
  }
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit]) =>
      sum + Number(amount) * milliseconds[unit as keyof typeof milliseconds],
    0,
  );
}
