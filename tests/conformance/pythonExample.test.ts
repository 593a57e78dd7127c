import { runPython } from "../support/python";
import { program } from "../support/programs";

test("the Python example takes the ids of real OpenTelemetry spans", () => {
  const { status, stderr } = runPython(program("python-opentelemetry"), ["-m", "unittest", "-v"]);
  expect(stderr).toContain("test_give_their_ids_before_those_of_the_record");
  // Without the package two tests would be skipped.
  expect({ status, end: stderr.trimEnd().split("\n").at(-1) }).toEqual({ status: 0, end: "OK" });
}, 60_000);
