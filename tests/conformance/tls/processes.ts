import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { program } from "../../support/programs";

/** A program that runs beside a test, and what it printed. */
export class Running {
  log = "";
  private readonly child: ChildProcess;

  constructor(name: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.child = spawn(program(name), args, { env });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (data: Buffer) => (this.log += data.toString()));
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until something is so. Throws with the end of the log where it never is. */
  async until(what: string, isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!(await isSo().catch(() => false))) {
      if (Date.now() > deadline || this.child.exitCode !== null) {
        throw new Error(`${what} never was so:\n${this.log.slice(-4_000)}`);
      }
      await delay(200);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGKILL");
      await once(this.child, "exit");
    }
  }
}
