import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

export interface RunOptions {
  /** The whole environment of the command. @default that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Text for its standard input. @default none */
  readonly input?: string;
  /** Time after which it is ended. @default 60000 */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** Hears each line of its standard output as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** 124 when it was ended because its time was up, 128 + n when signal n ended it. */
  readonly code: number;
}

/** How long a command may take to end once it is asked to. */
const graceMs = 2_000;

/**
 * Runs a command to its end, whatever that is: a code other than 0 is no error. Nothing but the
 * command's own process is ever ended. Throws when there is no such command.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const { env = process.env, input = "", timeoutMs = 60_000, cwd, onLine } = options;
  const child = spawn(command, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  const text = { stdout: "", stderr: "" };
  const lines = onLine === undefined ? undefined : lineReader(onLine);
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.stdout += chunk;
    lines?.(chunk);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text.stderr += chunk;
  });
  // A command may end without reading what it is given.
  child.stdin.on("error", () => undefined).end(input);

  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new Error(`${command} cannot be run: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      resolve(code ?? (signal === "SIGKILL" ? 137 : 143));
    });
  });
  const timer = new AbortController();
  const code = await Promise.race([
    ended.finally(() => {
      timer.abort();
    }),
    delay(timeoutMs, undefined, { signal: timer.signal, ref: true }).then(() => end(child, ended)),
  ]);
  return { ...text, code };
}

/** The same for a command whose code must be 0. Throws with what it wrote about its failure. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { stdout, stderr, code } = await run(command, args, options);
  if (code !== 0) {
    const said = (stderr.trim() === "" ? stdout : stderr).trim().slice(-2_000);
    throw new Error(`${command} ${args.join(" ")} ended with code ${code}: ${said}`);
  }
  return stdout;
}

type Child = ReturnType<typeof spawn>;

async function end(child: Child, ended: Promise<number>): Promise<number> {
  child.kill("SIGTERM");
  await Promise.race([ended, delay(graceMs)]);
  if (child.exitCode === null) {
    child.kill("SIGKILL");
  }
  // What it started may still hold its output open.
  child.stdout?.destroy();
  child.stderr?.destroy();
  return 124;
}

function lineReader(onLine: (line: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const parts = `${rest}${chunk}`.split("\n");
    rest = parts.pop() ?? "";
    parts.forEach(onLine);
  };
}
