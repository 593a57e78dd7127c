import { Agent, WebSocket } from "undici";
import type { LokiClient } from "../../../tools/cluster/lokiClient";
import { poll } from "../../../tools/cluster/poll";
import { nanoseconds, newRun, rangeMs } from "../../../tools/load/lines";
import type { Stage } from "../support/stage";
import { otherTenant } from "./tenants";

/** The ways in and out of the tenant beside the stack's first one. */
function other({ outputs, stack }: Stage) {
  const users = outputs.tenants[otherTenant];
  if (users?.writeUser === undefined) {
    throw new Error(`the stack has no writer of ${otherTenant}`);
  }
  return {
    writer: stack.as(users.writeUser, users.writePassword ?? ""),
    reader: stack.as(users.readUser, users.readPassword ?? ""),
  };
}

const withinMs = 20_000;

/**
 * What a tail over a websocket shows of the lines of two tenants that have the same labels.
 * @param claimed tenant that the client's own header names
 */
export async function tailed(stage: Stage, claimed: string): Promise<string[]> {
  const run = newRun();
  const { readUser, readPassword, caCertificate: ca, serverName: servername } = stage.outputs;
  const base = (await stage.stack.gatewayUrl()).replace(/^http/, "ws");
  const query = encodeURIComponent(`{job="${run}"}`);
  const seen: string[] = [];
  let failure: Error | undefined;
  const basic = Buffer.from(`${readUser}:${readPassword}`).toString("base64");
  const socket = new WebSocket(`${base}/loki/api/v1/tail?query=${query}`, {
    headers: { Authorization: `Basic ${basic}`, "X-Scope-OrgID": claimed },
    dispatcher: new Agent({ connect: { ca, servername } }),
  });
  socket.addEventListener("message", ({ data }) => {
    const { streams } = JSON.parse(String(data)) as { streams: { values: [string, string][] }[] };
    seen.push(...streams.flatMap(({ values }) => values.map(([, line]) => line)));
  });
  socket.addEventListener("error", () => {
    failure = new Error("the websocket of the tail was refused or broken");
  });
  const done = (reached: boolean) =>
    Promise.resolve(reached || failure !== undefined ? true : undefined);
  try {
    await poll(() => done(socket.readyState === WebSocket.OPEN), {
      what: "the tail to open",
      timeoutMs: withinMs,
    });
    const push = (client: LokiClient, line: string) =>
      client.push([{ labels: { job: run }, entries: [{ time: nanoseconds(Date.now()), line }] }]);
    await push(other(stage).writer, "theirs");
    await push(stage.stack.writer(), "ours");
    await poll(() => done(seen.includes("ours")), {
      what: "the pushed line in the tail",
      timeoutMs: withinMs,
    });
    if (failure !== undefined) {
      throw failure;
    }
    return seen;
  } finally {
    socket.close();
  }
}

/** Who finds a line that is pushed as OpenTelemetry's protocol has it. */
export async function otlpLine(stage: Stage) {
  const run = newRun();
  const now = Date.now();
  const body = JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: run } }] },
        scopeLogs: [
          {
            logRecords: [{ timeUnixNano: `${nanoseconds(now)}`, body: { stringValue: "by OTLP" } }],
          },
        ],
      },
    ],
  });
  const headers = { "Content-Type": "application/json" };
  const { status } = await stage.stack
    .writer()
    .raw("/otlp/v1/logs", { method: "POST", headers, body });
  const query = `{service_name="${run}"}`;
  const linesOf = async (client: LokiClient) =>
    (await client.queryRange(query, rangeMs(now - 1_000, now + 1_000))).map(({ line }) => line);
  const ours = await poll(
    async () => {
      const lines = await linesOf(stage.stack.reader());
      return lines.length > 0 ? lines : undefined;
    },
    { what: query, timeoutMs: withinMs },
  );
  return { status, ours, theirs: await linesOf(other(stage).reader) };
}
