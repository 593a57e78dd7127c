import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const pages = [
  ...["README.md", "CONTRIBUTING.md"],
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

test.each(pages)("every npm command on the page %s is there", (page) => {
  const named = [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*\w)/g)];
  const missing = named.map(([, name = ""]) => name).filter((name) => !(name in scripts));
  expect(missing).toEqual([]);
});

test("every command's file is there", () => {
  const files = Object.values(scripts).flatMap((script) => script.match(/tools\/\w+\.ts/g) ?? []);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test("a command that breaks things does nothing without its confirmation", () => {
  const [node, ...args] = (scripts["chaos"] ?? "").split(" ");
  expect(node).toBe("node");
  const { status, stderr } = spawnSync(
    process.execPath,
    [...args, "--stack", "prod", "--context", "nowhere", "--fault", "F01"],
    { cwd: root, encoding: "utf8", timeout: 20_000 },
  );
  expect([status, stderr]).toEqual([
    1,
    'this kills pods and cuts connections of stack "prod" in the cluster of context nowhere (F01): add --yes-break-this-cluster\n',
  ]);
});
