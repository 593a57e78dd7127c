import { spawn, type ChildProcess } from "node:child_process";
import { poll } from "../cluster/poll";
import { mustRun } from "../cluster/run";

/** The stack's own commands, for people and for this. */
export interface LineCommands {
  readonly portForwardCommand: string;
  readonly pushCommand: string;
  readonly queryCommand: string;
}

interface QueryAnswer {
  readonly data: { readonly result: readonly { readonly values: readonly [string, string][] }[] };
}

/** Sends one line into the stack and waits until a query returns it, with the stack's commands. */
export async function firstLine(commands: LineCommands, env: NodeJS.ProcessEnv): Promise<void> {
  // An earlier run left its line: this one's is not older than the second it began in.
  const pushedAfter = BigInt(Math.floor(Date.now() / 1_000)) * 1_000_000_000n;
  // Any free port: the one in the command may be in use on this machine.
  const forward = spawn("bash", ["-c", `exec ${anyPort(commands.portForwardCommand)}`], { env });
  try {
    const port = await forwardedPort(forward);
    const local = (command: string) => command.replaceAll("localhost:3100", `localhost:${port}`);
    const curl = (command: string) =>
      mustRun("bash", ["-c", local(command).replace("curl -sS", "curl -sSf")], { env });
    await poll(() => curl(commands.pushCommand).then(() => true), {
      what: "a line pushed",
      timeoutMs: 60_000,
    });
    await poll(
      async () => {
        const answer = JSON.parse(await curl(commands.queryCommand)) as QueryAnswer;
        const lines = answer.data.result.flatMap(({ values }) => values);
        return lines.some(([time]) => BigInt(time) >= pushedAfter) ? true : undefined;
      },
      { what: "the line found by a query", timeoutMs: 60_000 },
    );
  } finally {
    forward.kill();
  }
}

const anyPort = (command: string) => command.replace(/ \d+:(\d+)$/, " :$1");

/** kubectl says on its first line which port it took. */
function forwardedPort(forward: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      const [, port] = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(text) ?? [];
      if (port !== undefined) {
        resolve(port);
      }
    };
    forward.stdout?.on("data", listen);
    forward.stderr?.on("data", listen);
    forward.on("close", () => {
      reject(new Error(`no way to the cluster: ${text.trim()}`));
    });
  });
}
