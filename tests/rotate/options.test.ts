import { Refusal } from "../../tools/refusal";
import { rotateOptions } from "../../tools/rotate/options";

const usage =
  "npm run rotate -- --stack NAME [--tenant ID | --collector] [--begin | --end] [--yes] [--config-file FILE] [--outputs FILE]";

test("are these", () => {
  expect(rotateOptions(["--stack", "prod"])).toEqual({
    stack: "prod",
    collector: false,
    yes: false,
  });
  const all = ["--stack=a", "--tenant=t", "--begin", "--yes", "--config-file=f", "--outputs=o"];
  expect(rotateOptions(all)).toEqual({
    ...{ stack: "a", tenant: "t", step: "begin", yes: true, collector: false },
    ...{ configFile: "f", outputsFile: "o" },
  });
  expect(rotateOptions(["--stack=a", "--collector", "--end"])).toEqual({
    ...{ stack: "a", collector: true, step: "end", yes: false },
  });
});

test.each([
  ["no stack", [], `--stack is missing: ${usage}`],
  [
    "no tenant",
    ["--stack=a", "--tenant=a/b"],
    '--tenant is "a/b": expected 1 to 150 of A-Za-z0-9!_.*\'()- and not . or ..',
  ],
  [
    "both kinds of clients",
    ["--stack=a", "--tenant=b", "--collector"],
    `--tenant and --collector are one too many: ${usage}`,
  ],
  ["both steps", ["--stack=a", "--begin", "--end"], `--begin and --end are one too many: ${usage}`],
  [
    "a confirmation of nothing",
    ["--stack=a", "--yes"],
    "--yes says to nothing that it may be done: add --begin or --end",
  ],
  ["an unknown option", ["--stack=a", "--force"], `Unknown option '--force': ${usage}`],
])("refuse %s", (_, args, message) => {
  expect(() => rotateOptions(args)).toThrow(new Refusal(message));
});
