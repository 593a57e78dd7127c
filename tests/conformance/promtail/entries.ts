import type { Sample } from "./samples";

/** A line as it leaves Promtail. */
export interface Entry {
  /** As Promtail prints them: in order of their names. */
  readonly labels: string;
  /** RFC 3339 in UTC with nine digits of a second. */
  readonly timestamp: string;
  readonly line: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Time at which the runtime wrote the nth line of a file. */
const writtenAt = (index: number) =>
  `2025-12-04T10:20:${String(index).padStart(2, "0")}.000000001Z`;

/** The file of a container that printed these lines. */
export function logFile(lines: readonly string[], tag = "stdout F"): string {
  const physical = lines.flatMap((line) => line.split("\n"));
  return physical.map((line, index) => `${writtenAt(index)} ${tag} ${line}\n`).join("");
}

/** What should leave Promtail for each sample of one file. */
export function expectedEntries(
  samples: readonly Sample[],
  target: { readonly app: string; readonly container: string; readonly job: string },
  metadataFields: readonly string[] = [],
): Entry[] {
  let index = 0;
  return samples.map(({ line, level, time, metadata = {} }) => {
    const timestamp = time ?? writtenAt(index);
    index += line.split("\n").length;
    const stored = Object.entries(metadata).filter(([name]) => metadataFields.includes(name));
    const labels = labelText({ ...target, ...(level && { level }), namespace: "shop" });
    return { labels, timestamp, line, metadata: Object.fromEntries(stored) };
  });
}

/** Labels as Promtail prints them. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `{${pairs.join(", ")}}`;
}

/** The entries in one order, whatever order they came in. */
export function sorted(entries: readonly Entry[]): Entry[] {
  const key = ({ labels, timestamp, line }: Entry) => `${labels} ${timestamp} ${line}`;
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The entries that a dry run printed. It prints no metadata, and its columns turn one tab of a line
 * into several, which become one again here.
 */
export function dryRunEntries(stdout: string): Entry[] {
  const [, printed = ""] = /tenant_id:.*?\n\s*\n(.*)$/s.exec(stdout) ?? [];
  const starts = [...printed.matchAll(/^(\S+?)([+-]\d{4})\t*(\{\w+="[^}]*"\})\t*/gm)];
  return starts.map((start, n) => {
    const [text, local = "", zone = "", labels = ""] = start;
    const end = starts[n + 1]?.index ?? printed.length;
    const line = printed.slice(start.index + text.length, end - 1).replace(/\t+/g, "\t");
    return { labels, timestamp: inUtc(local, zone), line, metadata: {} };
  });
}

function inUtc(local: string, zone: string): string {
  const [second = "", fraction = ""] = local.split(".");
  const utc = new Date(`${second}${zone.slice(0, 3)}:${zone.slice(3)}`).toISOString();
  return `${utc.slice(0, 19)}.${fraction.padEnd(9, "0")}Z`;
}
