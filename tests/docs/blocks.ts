import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the checkout. */
export const root = join(__dirname, "../..");

/** Pages for people, by their path in the checkout. */
export const pages: readonly string[] = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md", "testbed/README.md"],
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name))
    .sort(),
];

export const readPage = (page: string) => readFileSync(join(root, page), "utf8");

/** A fenced block of code of a page. */
export interface Block {
  readonly page: string;
  /** Line of its first fence. */
  readonly line: number;
  /** What stands behind the fence: the first word. */
  readonly language: string;
  /** The other words behind the fence, such as `instant`. */
  readonly notes: readonly string[];
  readonly code: string;
}

/** Where a block is, as an editor opens it. */
export const place = ({ page, line }: Block) => `${page}:${line}`;

/** The blocks of a page in Markdown, those in lists without the list's indentation. */
export function blocksOf(page: string, text = readPage(page)): Block[] {
  const lines = text.split("\n");
  const found: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = "", fence = "", info] = /^( *)(`{3,})([^`]*)$/.exec(lines[at] ?? "") ?? [];
    if (info === undefined) {
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.trim() === fence);
    if (end === -1) {
      throw new Error(`${page}:${at + 1} opens a block that never ends`);
    }
    const [language = "", ...notes] = info.trim().split(/\s+/);
    const inside = lines.slice(at + 1, end);
    const code = inside.map((line) => line.replace(indent, "")).join("\n");
    found.push({ page, line: at + 1, language, notes, code });
    at = end;
  }
  return found;
}

/** Every block of every page. */
export const allBlocks: readonly Block[] = pages.flatMap((page) => blocksOf(page));

/** Every block of these languages. */
export const blocksIn = (...languages: readonly string[]) =>
  allBlocks.filter(({ language }) => languages.includes(language));
