import { smokeOptions } from "../../tools/smoke/options";

const usage = "npm run smoke -- --stack NAME [--context NAME] [--outputs FILE] [--direct] [--json]";

test("takes a stack and how it is reached", () => {
  expect(smokeOptions(["--stack", "dev"])).toEqual({
    target: { stack: "dev", direct: false },
    json: false,
  });
  const all = ["--stack", "prod", "--context", "eks", "--outputs", "o.json", "--direct", "--json"];
  expect(smokeOptions(all)).toEqual({
    target: { stack: "prod", direct: true, outputsFile: "o.json", context: "eks" },
    json: true,
  });
});

test.each([
  ["no stack", [], `--stack is missing: ${usage}`],
  ["a path", ["--stack", "../x"], '"../x" is no stack name: expected letters, digits, -, _ and .'],
  ["an unknown option", ["--stack", "dev", "--yes"], `Unknown option '--yes': ${usage}`],
  [
    "an argument",
    ["--stack", "dev", "prod"],
    `Unexpected argument 'prod'. This command does not take positional arguments: ${usage}`,
  ],
])("refuses %s", (_, args, message) => {
  expect(() => smokeOptions(args)).toThrow(new Error(message));
});
