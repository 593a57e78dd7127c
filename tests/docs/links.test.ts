import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { blocksOf, pages, readPage, root } from "./blocks";

/** The text without its blocks of code. */
function prose(page: string): string {
  const lines = readPage(page).split("\n");
  for (const { line, code } of blocksOf(page)) {
    lines.fill("", line - 1, line + code.split("\n").length + 1);
  }
  return lines.join("\n");
}

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
  return new Set(
    headings.map((slug) => {
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** The page's own links that lead nowhere. */
function broken(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);
  return links.filter((link) => {
    // Another site, or GitHub's own pages of the repository.
    if (/^[a-z]+:/.test(link) || link.startsWith("../../security/")) {
      return false;
    }
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : normalize(join(dirname(page), path));
    const there = existsSync(join(root, target));
    return !there || (anchor !== undefined && !anchorsOf(target).has(anchor));
  });
}

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(broken(page)).toEqual([]);
});

test("every page of docs is linked from the README", () => {
  const linked = new Set(
    [...readPage("README.md").matchAll(/\]\((docs\/[^)#]+\.md)/g)].map(([, path]) => path),
  );
  const own = pages.filter((page) => /^docs\/[^/]+\.md$/.test(page));
  expect(own.filter((page) => !linked.has(page))).toEqual([]);
});
