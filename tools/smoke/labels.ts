import type { FoundEntry } from "../cluster/lokiClient";
import type { Check, Outcome } from "../deployed/checks";
import type { LinesRun } from "./lines";

/** What lines carry beside their text. */
export const labelChecks = (run: LinesRun): readonly Check[] => [
  { name: "labels", run: () => labels(run) },
  { name: "structured metadata", run: () => metadata(run) },
];

/** Those that were sent, and the one that Loki adds. */
async function labels({ reader, lines }: LinesRun): Promise<Outcome> {
  const found = await reader.queryRange(lines.query, lines.range);
  const expected = new Map(
    lines.streams.flatMap((stream) => {
      const all = text({ ...stream.labels, service_name: stream.labels["job"] ?? "" });
      return stream.entries.map(({ line }) => [line, all] as const);
    }),
  );
  const wrong = found.filter((entry) => text(entry.labels) !== expected.get(entry.line));
  const [first] = wrong;
  return {
    ok: found.length > 0 && first === undefined,
    detail:
      first === undefined
        ? `${found.length} lines with the labels of their ${lines.streams.length} streams`
        : `${wrong.length} of ${found.length} lines have others, such as ${text(first.labels)}`,
  };
}

/** What was sent with a line comes back with it and no other, and finds it. */
async function metadata({ reader, lines }: LinesRun): Promise<Outcome> {
  const sent = lines.streams
    .flatMap(({ entries }) => entries)
    .flatMap(({ line, metadata: value }) =>
      value === undefined ? [] : [[line, value["smoke_line"]] as const],
    );
  const found = await reader.queryRange(lines.query, lines.range);
  const expected = new Map(sent);
  const right = found.filter((entry) => valueOf(entry) === expected.get(entry.line));
  const [[line, value] = ["", ""]] = sent;
  const picked = await reader.queryRange(`${lines.query} | smoke_line="${value}"`, lines.range);
  const alone = picked.length === 1 && picked[0]?.line === line;
  const ok = found.length > 0 && right.length === found.length && alone;
  return {
    ok,
    detail: `${right.length} of ${found.length} lines have what was sent with them; a query by it finds ${picked.length}`,
  };
}

const valueOf = ({ metadata: value }: FoundEntry) => value?.["smoke_line"];

/** As a selector, the names in order. */
const text = (all: Readonly<Record<string, string>>) =>
  `{${Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"`)
    .join(", ")}}`;
