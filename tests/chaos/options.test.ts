import { faults } from "../../tools/chaos/faults";
import { chaosOptions } from "../../tools/chaos/options";
import { Refusal } from "../../tools/refusal";

const target = ["--stack", "prod", "--context", "test-cluster"];
const confirm = "--yes-break-this-cluster";
const usage =
  "npm run chaos -- --stack NAME --context NAME [--outputs FILE] [--direct] --yes-break-this-cluster [--fault F01,F04] [--short] [--json] [--image REFERENCE]";

test("makes every fault, for as long as it should last, on the cluster that is named", () => {
  expect(chaosOptions([...target, confirm])).toEqual({
    target: { stack: "prod", context: "test-cluster", direct: false },
    faults,
    named: false,
    short: false,
    json: false,
    image: "docker.io/library/busybox:1.36",
  });
});

test("makes the faults that are named, in their order", () => {
  const options = chaosOptions([
    ...target,
    ...[confirm, "--fault", "F20, f01", "--short", "--json", "--direct"],
    ...["--outputs", "o.json", "--image", "mirror.example/busybox:1.36"],
  ]);
  expect(options.faults.map(({ id }) => id)).toEqual(["F20", "F01"]);
  expect(options).toMatchObject({
    target: { outputsFile: "o.json", direct: true },
    named: true,
    short: true,
    json: true,
    image: "mirror.example/busybox:1.36",
  });
});

const known = faults.map(({ id, title }) => `${id} ${title}`).join(", ");

test.each([
  ["no stack", [confirm, "--context", "c"], `--stack is missing: ${usage}`],
  [
    "a path for a stack",
    ["--stack", "../x", "--context", "c", confirm],
    '"../x" is no stack name: expected letters, digits, -, _ and .',
  ],
  [
    "no cluster",
    ["--stack", "prod", confirm],
    `--context is missing: name the cluster that is to be broken. ${usage}`,
  ],
  [
    "no confirmation",
    [...target, "--fault", "F01,F04"],
    'this kills pods and cuts connections of stack "prod" in the cluster of context test-cluster (F01, F04): add --yes-break-this-cluster',
  ],
  [
    "an unknown fault, before the confirmation",
    [...target, "--fault", "F01,F99"],
    `there is no fault "F99": expected some of ${known}`,
  ],
  [
    "an empty fault",
    [...target, confirm, "--fault", ""],
    `there is no fault "": expected some of ${known}`,
  ],
  ["an unknown option", [...target, "--froce"], `Unknown option '--froce': ${usage}`],
])("refuses %s", (_, args, message) => {
  expect(() => chaosOptions(args)).toThrow(new Refusal(message));
});
