import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where the test bed and `.ci/run` put the programs they build. */
const cache = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  "fraiseql-loki",
  "bin",
);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a program on this machine. Throws when it has none, with what to do about it. */
export function program(name: string): string {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), cache];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found === undefined) {
    throw new Error(
      `${name} is neither in PATH nor in ${cache}: CONTRIBUTING.md says how each program is installed`,
    );
  }
  return found;
}
