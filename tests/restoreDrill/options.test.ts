import { drillOptions } from "../../tools/restoreDrill/options";

const usage =
  "npm run restore-drill -- --stack NAME [--context NAME] [--outputs FILE] [--direct] [--run ID] [--bucket COPY] [--restart-lokis] [--json]";

test("takes a stack, and lines of an earlier run in a copy of the bucket", () => {
  const target = { stack: "prod", direct: false };
  expect(drillOptions(["--stack", "prod"])).toEqual({ target, restartLokis: false, json: false });
  expect(
    drillOptions(["--stack", "prod", "--run", "r1", "--bucket", "copy", "--restart-lokis"]),
  ).toEqual({ target, run: "r1", bucket: "copy", restartLokis: true, json: false });
});

test.each([
  ["no stack", [], `--stack is missing: ${usage}`],
  ["an unknown option", ["--stack", "prod", "--lines"], `Unknown option '--lines': ${usage}`],
  [
    "a copy without lines that were there before it",
    ["--stack", "prod", "--bucket", "copy"],
    "--bucket names a copy, which only holds what was written before it was made: name the run of such lines with --run, as npm run smoke or npm run restore-drill has printed it",
  ],
])("refuses %s", (_, args, message) => {
  expect(() => drillOptions(args)).toThrow(new Error(message));
});
