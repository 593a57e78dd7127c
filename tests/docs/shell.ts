import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { place, type Block } from "./blocks";

/** A command that a block runs, with the arguments that the shell gives it. */
export interface Call {
  readonly block: Block;
  readonly program: string;
  readonly args: readonly string[];
}

export const callText = ({ program, args }: Call) => [program, ...args].join(" ");

/** Programs that the pages may call: each has a check, or an entry in `notRun.ts`. */
export const knownPrograms = [
  ...["npm", "kubectl", "pulumi", "curl", "python3", "testbed/testbed.sh"],
  ...["aws", "gcloud", "cargo", "go", "htpasswd"],
] as const;

/** Programs that change nothing, whose real selves run. */
const harmless = [
  "base64",
  "cat",
  "date",
  "grep",
  "head",
  "jq",
  "sleep",
  "sort",
  "tail",
  "tr",
  "uniq",
  "wc",
];

/** What a stand-in prints, where the commands after it wait for something. */
const prints: Readonly<Record<string, string>> = { aws: "KEY VERSION" };

/**
 * Runs a block in a real shell, in an empty folder and with stand-ins for every program: nothing
 * but the stand-ins can be reached. What each was called with is what the reader's would be.
 */
export function callsOf(block: Block): Call[] {
  const folder = mkdtempSync(join(tmpdir(), "docs-shell-"));
  try {
    makeStandIns(folder);
    // The shell may go into folders of the checkout; here they are empty.
    for (const [, path = ""] of block.code.matchAll(/\bcd ([\w./-]+)/g)) {
      mkdirSync(join(folder, "work", path), { recursive: true });
    }
    const { status, stderr } = spawnSync("/bin/sh", ["-u", "-c", block.code], {
      cwd: join(folder, "work"),
      env: {
        PATH: join(folder, "bin"),
        HOME: folder,
        PASSWORD: "secret",
        CALLS: join(folder, "calls"),
      },
      encoding: "utf8",
      timeout: 20_000,
    });
    // A search that finds nothing is no error here; a program that is not there is.
    if (
      status === null ||
      status === 2 ||
      /: not found|can't cd|: Permission denied/.test(stderr)
    ) {
      throw new Error(
        `${place(block)} ends with code ${status ?? "none"} in a shell: ${stderr.trim()}. ` +
          "A program that is not found has no check: see tests/docs/shell.ts",
      );
    }
    return noted(join(folder, "calls"), block);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeStandIns(folder: string): void {
  for (const name of knownPrograms) {
    const path = join(folder, name.includes("/") ? "work" : "bin", name);
    mkdirSync(dirname(path), { recursive: true });
    const text = prints[name];
    // Arguments end with a zero byte, calls with an argument of two lines of nothing. Written at once:
    // programs of a pipe, and those in the background, note their calls at the same time.
    writeFileSync(
      path,
      `#!/bin/sh\nprintf '%s\\0' "${name}" "$@" '\n\n' >>"$CALLS"\n` +
        (text === undefined ? "" : `echo ${text}\n`),
    );
    chmodSync(path, 0o755);
  }
  mkdirSync(join(folder, "work"), { recursive: true });
  for (const name of harmless) {
    const real = ["/usr/bin", "/bin"]
      .map((bin) => join(bin, name))
      .find((path) => existsSync(path));
    if (real !== undefined) {
      symlinkSync(real, join(folder, "bin", name));
    }
  }
}

function noted(file: string, block: Block): Call[] {
  const calls = existsSync(file) ? readFileSync(file, "utf8").split("\0\n\n\0").slice(0, -1) : [];
  return calls.map((call) => {
    const [program = "", ...args] = call.split("\0");
    return { block, program, args };
  });
}

/** The flags among arguments, without their values; what follows a lone `--` is another program's. */
export function flagsOf(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  const own = end === -1 ? args : args.slice(0, end);
  return own.filter((arg) => /^-./.test(arg)).map((arg) => arg.replace(/=.*/s, ""));
}
