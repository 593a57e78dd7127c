import { readFileSync } from "node:fs";
import { guideQueries } from "../components/queries";

const begin = "<!-- npm run generate: components/queries.ts -->\n";
const end = "<!-- end -->\n";

/** The page of queries with the ten queries as the program has them between its two marks. */
export function queriesPage(file: string): string {
  const page = readFileSync(file, "utf8");
  const [before, rest] = split(page, begin);
  const [, after] = split(rest, end);
  const queries = guideQueries.map(
    ({ title, kind, asked, expr }, index) =>
      `**${index + 1}. ${title}** (${kind === "log" ? "lines" : `numbers, ${asked} query`})\n\n` +
      `\`\`\`logql\n${expr}\n\`\`\`\n`,
  );
  return `${before}${begin}\n${queries.join("\n")}\n${end}${after}`;
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) {
    throw new Error(`docs/queries.md has no line ${mark.trim()}`);
  }
  return [text.slice(0, at), text.slice(at + mark.length)];
}
