import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replaceFolder } from "../../tools/render/write";

let parent = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "fraiseql-loki-write-"));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const file = (path: string, content: string) => ({ path, content, secret: false });

test("the new files take the place of all the old ones", () => {
  const folder = join(parent, "out");
  replaceFolder(folder, [file("a", "1"), file("b/c", "2")]);
  replaceFolder(folder, [file("b/d", "3")]);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(["b", "b/d"]);
  expect(readFileSync(join(folder, "b", "d"), "utf8")).toBe("3");
  expect(readdirSync(parent)).toEqual(["out"]);
});

test("the old files stay when a new one cannot be written", () => {
  const folder = join(parent, "out");
  replaceFolder(folder, [file("a", "1")]);
  expect(() => {
    replaceFolder(folder, [file("a", "2"), file("a/b", "3")]);
  }).toThrow("EEXIST");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("1");
  expect(readdirSync(parent)).toEqual(["out"]);
});
