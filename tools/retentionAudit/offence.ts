/** A prefix that holds, or may lose, what the settings do not allow. */
export interface Offence {
  readonly prefix: string;
  readonly reason: string;
}

/** How a prefix is shown: an empty one would be invisible. */
export function shownPrefix(prefix: string): string {
  return prefix === "" ? "(whole bucket)" : prefix;
}

/** A time as the report shows it: UTC, to the second. */
export function shownTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
