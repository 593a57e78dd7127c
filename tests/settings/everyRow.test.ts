import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The number of rows of the bad-input matrix. */
const rows = 78;

const folder = join(__dirname, "badInput");

/** The rows that a table of a file has cases of, or tests by their name. */
function rowsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/\brow: "(C\d\d)"|\btest(?:\.each)?\("(C\d\d): /g)].map(
    ([, ofTable, ofTest]) => ofTable ?? ofTest ?? "",
  );
}

test("every row of the bad-input matrix has a case", () => {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const tested = new Set([...files, join(__dirname, "checkSettings.test.ts")].flatMap(rowsOf));
  const all = Array.from({ length: rows }, (_, index) => `C${String(index + 1).padStart(2, "0")}`);

  expect([...tested].sort()).toEqual(all);
});
