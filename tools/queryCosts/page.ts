import type { Cost, Measured, QuestionCosts } from "./measure";

/** Where and when it was measured. */
export interface Circumstances {
  readonly date: string;
  readonly machine: string;
  readonly lokiVersion: string;
}

const begin = "<!-- npm run query-costs -->\n";
const end = "<!-- end -->\n";

/** The page with what was measured between its two marks. */
export function costsPage(page: string, measured: Measured, where: Circumstances): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) {
    throw new Error(`the page has no lines ${begin.trim()} and ${end.trim()}, in this order`);
  }
  const text = [introduction(measured, where), ...measured.questions.map(section)].join("\n\n");
  return `${page.slice(0, from)}${begin}\n${text}\n\n${page.slice(to)}`;
}

function introduction({ lines, bytesPerLine, runs }: Measured, where: Circumstances): string {
  const { date, machine, lokiVersion } = where;
  return (
    `Measured on ${date} by \`npm run query-costs\` with Loki ${lokiVersion} in one process, the dev stack's\n` +
    `configuration without the cache of results, chunks on a disk: ${lines.toLocaleString("en")} lines of the Python\n` +
    `example's form, ${Math.round(bytesPerLine)} bytes each, over six hours, from four applications. ${machine}. Each\n` +
    `query was asked ${runs + 1} times; seconds are the medians of the last ${runs}, when chunks came from Loki's own cache.`
  );
}

function section({ question, costs }: QuestionCosts): string {
  const { title, lesson } = question;
  const queries = costs.map(
    ({ way: { how, expr } }, index) =>
      `${letter(index)}. ${how}\n\n   \`\`\`logql instant\n   ${expr}\n   \`\`\``,
  );
  return [`### ${title}`, ...queries, table(costs), lesson].join("\n\n");
}

const letter = (index: number) => index + 1;

function table(costs: readonly Cost[]): string {
  const head = "| | lines read | MB read | chunks | CPU s | seconds |\n|---|---|---|---|---|---|";
  const rows = costs.map(
    (cost, index) =>
      `| ${letter(index)}. ${cost.way.how} | ${cost.lines.toLocaleString("en")} | ${fixed(cost.megabytes, 1)} | ` +
      `${cost.chunks === 0 ? "–" : cost.chunks.toLocaleString("en")} | ${fixed(cost.cpuSeconds, 2)} | ${fixed(cost.wallSeconds, 2)} |`,
  );
  return [head, ...rows].join("\n");
}

const fixed = (value: number, digits: number) => value.toFixed(digits);
