import { spawn } from "node:child_process";
import { guideQueriesFor } from "../../../components/queries";
import { poll } from "../../../tools/cluster/poll";
import { run } from "../../../tools/cluster/run";
import type { LokiClient, Sample } from "../../../tools/cluster/lokiClient";
import { nanoseconds, newRun, rangeMs } from "../../../tools/load/lines";
import { report } from "../support/report";
import { expectedAnswers, sampleSeconds, sampleStreams, sampleValues } from "../support/samples";
import type { Stage } from "../support/stage";

/** The stack's own commands, in a shell, in the order in which the outputs give them. */
export async function guideCommandsWork(stage: Stage): Promise<void> {
  const { portForwardCommand, pushCommand, queryCommand } = stage.outputs;
  const { env } = stage.cluster.kubectl;
  const sh = (command: string) => run("bash", ["-c", command], { env, timeoutMs: 20_000 });
  // `exec`: the shell becomes kubectl, so that ending it ends both.
  const forward = spawn("bash", ["-c", `exec ${portForwardCommand}`], { env, stdio: "pipe" });
  let said = "";
  forward.stdout.on("data", (text: Buffer) => (said += text.toString()));
  forward.stderr.on("data", (text: Buffer) => (said += text.toString()));
  try {
    await poll(() => Promise.resolve(/Forwarding from 127/.test(said) ? true : undefined), {
      what: `${portForwardCommand} (${said})`,
      timeoutMs: 20_000,
      intervalMs: 100,
    });
    const start = Date.now();
    const { stderr, ...pushed } = await sh(pushCommand);
    // What curl says of an attempt that it makes again: a replica that has just come may refuse one.
    const otherwise = stderr.replaceAll("curl: (22) The requested URL returned error: 500\n", "");
    expect({ ...pushed, otherwise }).toEqual({ stdout: "", otherwise: "", code: 0 });
    const answer = await poll(
      async () => {
        const { stdout } = await sh(queryCommand);
        return stdout.includes("Test log message from FraiseQL") ? stdout : undefined;
      },
      { what: "the guide's line", timeoutMs: 20_000 },
    );
    report(`the guide's line is queried ${Date.now() - start} ms after its push`);
    const { status, data } = JSON.parse(answer) as GuideAnswer;
    expect(status).toBe("success");
    expect(
      data.result.map(({ stream, values }) => [stream.job, stream.level, values[0]?.[1]]),
    ).toEqual([["test", "info", "Test log message from FraiseQL"]]);
  } finally {
    const ended = new Promise((resolve) => forward.once("exit", resolve));
    forward.kill("SIGTERM");
    await ended;
  }
}

interface GuideAnswer {
  readonly status: string;
  readonly data: {
    readonly result: readonly {
      readonly stream: { readonly job: string; readonly level: string };
      readonly values: readonly (readonly [string, string])[];
    }[];
  };
}

/** What each of the guide's ten queries finds in lines that are known. */
export async function guideAnswers(stage: Stage): Promise<Record<string, unknown>> {
  // As every client does: replicas that found each other not ready yet try again after five seconds.
  const writer = stage.stack.writer({ retryForMs: 10_000 });
  const reader = stage.stack.reader();
  const run = newRun();
  // Whole seconds: Loki aligns the moments of a curve with its step.
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const start = now - (sampleSeconds + 5) * 1_000;
  await writer.push(sampleStreams(run, nanoseconds(start)));
  const answers: Record<string, unknown> = {};
  for (const { name, kind, expr } of guideQueriesFor(sampleValues(run))) {
    answers[name] =
      kind === "log"
        ? await linesOf(reader, expr, start, now)
        : numbers(await metric(reader, expr, now, name === "topErrorTypes"));
  }
  return answers;
}

export { expectedAnswers };

async function linesOf(reader: LokiClient, expr: string, start: number, end: number) {
  const found = await reader.queryRange(expr, rangeMs(start - 60_000, end));
  return found.map(({ line }) => line).sort();
}

async function metric(
  reader: LokiClient,
  expr: string,
  now: number,
  instant: boolean,
): Promise<Sample[]> {
  if (instant) {
    return await reader.instant(expr, nanoseconds(now));
  }
  const curves = await reader.curve(expr, rangeMs(now, now), 1);
  return curves.map((curve) => {
    expect(curve).toHaveLength(1);
    return curve[0] as Sample;
  });
}

/** Numbers by their one label, without the noise of floating point. */
const numbers = (samples: readonly Sample[]) =>
  Object.fromEntries(
    samples.map(({ labels, value }) => [
      Object.values(labels).join(","),
      Math.round(value * 1e6) / 1e6,
    ]),
  );
