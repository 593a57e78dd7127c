import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuseForeignFolder, replaceFolder } from "../../tools/render/write";

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

test("an empty folder is taken, one with other files is not", () => {
  const folder = join(parent, "out");
  mkdirSync(folder);
  refuseForeignFolder(folder);
  replaceFolder(folder, [file("a", "1")]);
  expect(() => {
    refuseForeignFolder(folder);
  }).toThrow(
    /out holds other files, which a rendering would replace: name a new folder with --out$/,
  );
  replaceFolder(folder, [file("generated.json", "{}"), file("a", "1")]);
  refuseForeignFolder(folder);
  refuseForeignFolder(join(parent, "none"));
});

test("a place that cannot be written to is named", () => {
  const inFile = join(parent, "file", "out");
  writeFileSync(join(parent, "file"), "");
  expect(() => {
    refuseForeignFolder(inFile);
  }).toThrow(/out cannot be read: ENOTDIR: not a directory, scandir /);
  expect(() => {
    replaceFolder(inFile, []);
  }).toThrow(/file cannot be written to: EEXIST: file already exists, mkdir /);
});

test("files with secrets are their owner's alone", () => {
  const folder = join(parent, "out");
  replaceFolder(folder, [file("open", ""), { ...file("closed", ""), secret: true }]);
  const modes = ["open", "closed"].map((name) =>
    (statSync(join(folder, name)).mode & 0o777).toString(8),
  );
  expect(modes).toEqual(["644", "600"]);
});
