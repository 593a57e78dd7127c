import { spawn } from "node:child_process";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { compare, rangeMs } from "../../../tools/load/lines";
import { p99, Writer, type Push } from "../../../tools/load/writer";
import type { FloodOrder } from "../support/flooder";
import { report } from "../support/report";
import type { Stage } from "../support/stage";
import { otherTenant } from "./tenants";

/** Megabytes a second that the other tenant may push. */
export const otherLimitMb = 0.2;

const floodMb = 10 * otherLimitMb;
const windows = 3;
const windowMs = 10_000;

/**
 * One tenant pushes ten times what it may, in turns with nothing, while another one pushes as ever.
 * The turns are what they are compared by: what else the machine does is in both.
 */
export async function flood(stage: Stage) {
  const { stack, outputs } = stage;
  const { caCertificate, serverName } = outputs;
  const users = outputs.tenants[otherTenant];
  if (users?.writeUser === undefined) {
    throw new Error(`the stack has no writer of ${otherTenant}`);
  }
  const order = {
    url: await stack.gatewayUrl(),
    ...(caCertificate ? { tls: { caCertificate, serverName } } : {}),
    user: users.writeUser,
    password: users.writePassword ?? "",
    ...{ rateMb: floodMb, seconds: windowMs / 1_000 },
  };
  const start = Date.now();
  const writer = new Writer((options) => stack.writer({ retryForMs: 10_000, ...options }));
  const calm: [number, number][] = [];
  const floods: [number, number][] = [];
  const answers: number[] = [];
  try {
    for (let window = 0; window < windows; window += 1) {
      const began = Date.now();
      await delay(windowMs);
      const between = Date.now();
      answers.push(...(await push(order)));
      calm.push([began, between]);
      floods.push([between, Date.now()]);
    }
  } finally {
    await writer.stop();
  }
  const during = (spans: readonly (readonly [number, number])[]) =>
    writer.pushes.filter(({ at }: Push) => spans.some(([from, to]) => at >= from && at < to));
  const found = await stack.reader().readAll(writer.query, rangeMs(start - 1_000, Date.now()));
  const result = {
    answers,
    refused: [...writer.refused, ...writer.refusedAttempts.map(({ said }) => said)],
    lines: compare(writer.acknowledged, found, writer.sent),
    sent: writer.acknowledged.size,
  };
  const refusals = answers.filter((status) => status === 429).length;
  report(
    `a flood of ${floodMb} MB/s, ${refusals} of ${answers.length} pushes refused: the other tenant's p99 ${p99(during(calm))} > ${p99(during(floods))} ms`,
  );
  return result;
}

/** Runs the flooder, in a process of its own: what it costs is not what pushes wait for. */
async function push(order: FloodOrder): Promise<number[]> {
  const script = join(__dirname, "..", "support", "flooder.ts");
  const root = join(__dirname, "..", "..", "..");
  const child = spawn(process.execPath, ["--require", "./tools/register.js", script], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // Not in its arguments, which everybody on this machine can read.
  child.stdin.end(JSON.stringify(order));
  return (await json(child.stdout)) as number[];
}
