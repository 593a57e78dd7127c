import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Kubectl } from "../../tools/cluster/kubectl";
import type { RunResult } from "../../tools/cluster/run";

/** What kubectl says to a command. */
export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/**
 * Answers by the start of the arguments, the first that fits; an object is printed as JSON. What none
 * fits is refused.
 */
export type Answers = readonly (readonly [args: string, answer: object | Answer])[];

/** A stand-in for kubectl, first in this process's PATH until it is removed. */
export class FakeKubectl {
  readonly folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  private readonly path = process.env["PATH"];
  private readonly callsFile = join(this.folder, "calls");

  constructor(answers: Answers) {
    const cases = answers.map(([args, answer], index) => {
      const { stdout = "", stderr = "", code = 0 } = asAnswer(answer);
      writeFileSync(join(this.folder, `${index}.out`), stdout);
      writeFileSync(join(this.folder, `${index}.err`), stderr);
      return `'${args}'*) cat '${this.folder}/${index}.out'; cat '${this.folder}/${index}.err' >&2; exit ${code};;`;
    });
    const script = join(this.folder, "kubectl");
    writeFileSync(
      script,
      `#!/bin/sh\necho "$*" >>'${this.callsFile}'\ncase "$*" in\n${cases.join("\n")}\n*) echo "no answer to: $*" >&2; exit 1;;\nesac\n`,
    );
    chmodSync(script, 0o755);
    process.env["PATH"] = [this.folder, this.path].join(delimiter);
  }

  /** The arguments of every call so far. */
  get calls(): string[] {
    return existsSync(this.callsFile)
      ? readFileSync(this.callsFile, "utf8").trimEnd().split("\n")
      : [];
  }

  remove(): void {
    process.env["PATH"] = this.path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The same within this process: many calls in little time. */
export class InProcessKubectl extends Kubectl {
  readonly calls: string[] = [];

  constructor(private readonly answers: Answers) {
    super({});
  }

  override async call(args: readonly string[]): Promise<string> {
    const { stdout, stderr, code } = await this.try(args);
    if (code !== 0) {
      throw new Error(stderr);
    }
    return stdout;
  }

  override try(args: readonly string[]): Promise<RunResult> {
    const text = args.join(" ");
    this.calls.push(text);
    const [, answer] = this.answers.find(([start]) => text.startsWith(start)) ?? [
      "",
      { stderr: `no answer to: ${text}`, code: 1 },
    ];
    const { stdout = "", stderr = "", code = 0 } = asAnswer(answer);
    return Promise.resolve({ stdout, stderr, code });
  }
}

function asAnswer(answer: object | Answer): Answer {
  return "stdout" in answer || "stderr" in answer || "code" in answer
    ? answer
    : { stdout: JSON.stringify(answer) };
}
