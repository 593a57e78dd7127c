import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** Runs a command as a user would, on a machine without kubectl. */
function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "./tools/register.js", `tools/${command}.ts`, ...args],
    { cwd: root, encoding: "utf8", timeout: 30_000, env: { PATH: "/nonexistent" } },
  );
  return { status, stdout, stderr };
}

test.each([
  [
    "smoke",
    ["--stack", "nowhere"],
    'stack "nowhere" has no outputs here: deploy it with pulumi up, render it with npm run render -- --stack nowhere, or name a file with --outputs\n',
  ],
  [
    "restoreDrill",
    ["--stack", "nowhere", "--outputs", "/nonexistent.json"],
    "there is no /nonexistent.json: name the file of the outputs with --outputs\n",
  ],
])("%s refuses with one sentence and code 1", (command, args, message) => {
  expect(run(command, ...args)).toEqual({ status: 1, stdout: "", stderr: message });
});
