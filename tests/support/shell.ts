import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script did. */
export interface ShellRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The commands it called, with their arguments, in order. */
  readonly calls: readonly string[];
}

/**
 * Runs a script of a container with stand-ins for the programs it calls.
 * @param script what `/bin/sh` runs; `/@/` in it stands for a new folder
 * @param programs shell text by program name; each call is noted first
 * @param files content by path in that folder
 */
export function runShell(
  script: string,
  programs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): ShellRun {
  const folder = mkdtempSync(join(tmpdir(), "shell-"));
  const calls = join(folder, "calls");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const write = (path: string, content: string) => {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
  };
  for (const [name, text] of Object.entries(programs)) {
    write(join(bin, name), `#!/bin/sh\necho "${name} $*" >>${calls}\ncalls=${calls}\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const [path, content] of Object.entries(files)) {
    write(join(folder, path), content);
  }
  const { status, stdout, stderr } = spawnSync(
    "/bin/sh",
    ["-c", script.replaceAll("/@/", `${folder}/`)],
    { env: { PATH: `${bin}:/usr/bin:/bin`, ...env }, encoding: "utf8", timeout: 5_000 },
  );
  const noted = existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : [];
  rmSync(folder, { recursive: true });
  return {
    status,
    stdout,
    stderr,
    calls: noted.map((call) => call.replaceAll(`${folder}/`, "/@/")),
  };
}
