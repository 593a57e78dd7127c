import { tableText } from "../tableText";

/** Rows as lines of a table, set in by two spaces. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const lines = tableText(rows.map((row) => ["", ...row])).split("\n");
  return lines.slice(0, -1);
}

/** 1234567 as `1,234,567`. */
export function shownCount(count: number): string {
  return count.toLocaleString("en-GB");
}

const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** A number of bytes in the unit that leaves the fewest digits, in powers of 1000. */
export function shownBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const amount = bytes / 1000 ** step;
  return `${step === 0 ? bytes : amount.toFixed(1)} ${units[step] ?? ""}`;
}
