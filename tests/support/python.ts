import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Folder of the Python example. */
export const pythonExample = join(__dirname, "../../examples/fraiseql-python");

/** What a run of Python wrote. */
export interface PythonRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Python in the folder of the example. Throws when this machine has no such Python. */
export function runPython(python: string, args: readonly string[]): PythonRun {
  // -B: a test leaves no files behind.
  const { status, stdout, stderr, error } = spawnSync(python, ["-B", ...args], {
    cwd: pythonExample,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (error !== undefined) {
    throw error;
  }
  return { status, stdout, stderr };
}

/** Whether `python3` is on PATH. */
export const hasPython = spawnSync("python3", ["--version"]).error === undefined;

/** A test of Python code: in CI it fails where there is no Python, elsewhere it says it was skipped. */
export const pythonTest = hasPython || process.env["CI"] !== undefined ? test : skipped;

function skipped(name: string): void {
  test.skip(`${name} (skipped: there is no python3 on PATH)`, () => undefined);
}
