import { request } from "node:http";
import { request as requestTls } from "node:https";
import { LokiClient } from "../../../tools/cluster/lokiClient";
import { nanoseconds, newRun } from "../../../tools/load/lines";
import type { Stage } from "../support/stage";

/** Paths that change or tell too much. Nobody may reach them through the gateway. */
export const refusedPaths = [
  "/config",
  "/ring",
  "/flush",
  "/metrics",
  "/ready",
  "/services",
  "/runtime_config",
  "/memberlist",
  "/compactor/ring",
  "/log_level",
  "/debug/pprof/",
  "/ingester/shutdown",
  "/ingester/prepare_shutdown",
  "/loki/api/v1/delete",
  "/loki/api/v1/push/../../../../config",
  "/",
];

type Credentials = readonly [user: string, password: string] | undefined;

export interface Person {
  readonly name: string;
  readonly credentials: (stage: Stage) => Credentials;
}

export const people = {
  nobody: { name: "nobody", credentials: () => undefined },
  wrongPassword: {
    name: "a wrong password",
    credentials: ({ outputs }) => [outputs.readUser, "wrong"],
  },
  writer: {
    name: "the write user",
    credentials: ({ outputs }) => [outputs.writeUser, outputs.writePassword],
  },
  reader: {
    name: "the read user",
    credentials: ({ outputs }) => [outputs.readUser, outputs.readPassword],
  },
} satisfies Record<string, Person>;

/** The status that one person gets for a push and for a query. */
export async function statuses(stage: Stage, person: Person) {
  const push = await send(stage, person, "POST", "/loki/api/v1/push", onePush(newRun()));
  const query = await send(stage, person, "GET", `/loki/api/v1/query?query=${anyQuery}`);
  return { push, query };
}

const anyQuery = encodeURIComponent('count_over_time({job="x"}[1m])');

/** The status of every path that is refused. */
export async function statusOfRefused(stage: Stage, person: Person) {
  const found = await Promise.all(
    refusedPaths.flatMap((path) =>
      ["GET", "POST"].map(async (method) => [
        `${method} ${path}`,
        await send(stage, person, method, path),
      ]),
    ),
  );
  return Object.fromEntries(found) as Record<string, number>;
}

/** Headers by which a client would pose as another tenant. */
export const forgeries: readonly (readonly [string, readonly string[]])[] = [
  ["plain", ["X-Scope-OrgID", "other"]],
  ["lower case", ["x-scope-orgid", "other"]],
  ["mixed case", ["x-sCoPe-oRgId", "other"]],
  ["doubled", ["X-Scope-OrgID", "other", "X-Scope-OrgID", "third"]],
  ["doubled in two cases", ["X-Scope-OrgID", "other", "x-scope-orgid", "third"]],
  ["beside ours", ["X-Scope-OrgID", "fraiseql", "X-Scope-OrgID", "other"]],
  ["joined", ["X-Scope-OrgID", "fraiseql|other"]],
];

/** Which tenants hold a line that was pushed with such headers, and whose lines a reader then sees. */
export async function forged(stage: Stage, headers: readonly string[]) {
  const run = newRun();
  const { writer, reader } = people;
  const status = await send(stage, writer, "POST", "/loki/api/v1/push", onePush(run), headers);
  // The same for another tenant, past the gateway.
  await asTenant(stage, "other", async (client) => {
    await client.push([
      { labels: { job: run }, entries: [{ time: nanoseconds(Date.now()), line: "theirs" }] },
    ]);
  });
  const query = `/loki/api/v1/query_range?since=10m&query=${encodeURIComponent(`{job="${run}"}`)}`;
  const seen = await sendRaw(stage, reader, "GET", query, undefined, headers);
  const holders = await Promise.all(
    ["fraiseql", "other", "third", "fake"].map((tenant) =>
      asTenant(stage, tenant, async (client) => [tenant, await linesOf(client, query)] as const),
    ),
  );
  return { status, seen: lines(seen.body), holders: Object.fromEntries(holders) };
}

/** What `forged` returns where a forged header changes nothing. */
export const unaffected = {
  status: 204,
  seen: ["ours"],
  holders: { fraiseql: ["ours"], other: ["theirs"], third: [], fake: [] },
};

async function asTenant<T>(stage: Stage, tenant: string, act: (client: LokiClient) => Promise<T>) {
  return await act(stage.stack.pod("loki-0", { tenant }));
}

const linesOf = async (client: LokiClient, query: string) => lines((await client.raw(query)).body);

function lines(body: string): string[] {
  const { data } = JSON.parse(body) as {
    data: { result: { values: [string, string][] }[] };
  };
  return data.result.flatMap(({ values }) => values.map(([, line]) => line)).sort();
}

const onePush = (run: string) =>
  JSON.stringify({
    streams: [{ stream: { job: run }, values: [[`${nanoseconds(Date.now())}`, "ours"]] }],
  });

async function send(
  stage: Stage,
  person: Person,
  method: string,
  path: string,
  body?: string,
  headers: readonly string[] = [],
): Promise<number> {
  return (await sendRaw(stage, person, method, path, body, headers)).status;
}

/** Node's own client: `fetch` would join doubled headers, put them in lower case and tidy paths. */
async function sendRaw(
  stage: Stage,
  person: Person,
  method: string,
  path: string,
  body = "",
  headers: readonly string[] = [],
): Promise<{ status: number; body: string }> {
  const credentials = person.credentials(stage);
  const token = credentials && Buffer.from(credentials.join(":")).toString("base64");
  const base = await stage.stack.gatewayUrl();
  const { hostname, port, host, protocol } = new URL(base);
  const { caCertificate: ca, serverName: servername } = stage.outputs;
  const all = [
    ...["Host", host, "Content-Type", "application/json", "Content-Length", `${body.length}`],
    ...(token === undefined ? [] : ["Authorization", `Basic ${token}`]),
    ...headers,
  ];
  return await new Promise((resolve, reject) => {
    const options = { hostname, port, method, path, headers: all, timeout: 20_000 };
    const open = protocol === "https:" ? requestTls : request;
    const call = open({ ...options, ca, servername }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body: text });
      });
    });
    call.on("error", reject);
    call.on("timeout", () => call.destroy(new Error(`${method} ${path}: no answer in 20 s`)));
    call.end(body);
  });
}
