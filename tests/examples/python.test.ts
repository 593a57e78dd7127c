import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonExample, pythonTest, runPython } from "../support/python";

pythonTest("the samples are what the Python example prints", () => {
  const { status, stdout, stderr } = runPython("python3", ["samples.py"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const kept = readFileSync(join(pythonExample, "samples.json"), "utf8");
  // Where they differ: python3 samples.py > samples.json
  expect(stdout).toBe(kept);
});

pythonTest("the Python example passes its own tests", () => {
  const { status, stderr } = runPython("python3", ["-m", "unittest"]);
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(
      /\nRan \d\d tests in [\s\S]*\n\nOK( \(skipped=2\))?\n$/,
    ) as string,
  });
});
