import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { request, type Sender } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";

/** A request as oauth2-proxy sees it. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

let proxy: Server;
let gateway: RunningGateway;
let asked: Asked[] = [];

/** Who has this cookie is in these groups. */
const sessions: Readonly<Record<string, string>> = {
  "s=a": "other,loki-a",
  "s=b": "loki-b",
  "s=spaces": "x, loki-b ,y",
  "s=both": "loki-b,loki-a",
  "s=neither": "other",
  "s=alike": "loki-ab,xloki-a,loki.a",
  "s=none": "",
};

beforeAll(async () => {
  proxy = createServer(({ method, url, headers }, response) => {
    asked.push({ method, url, headers });
    const groups = sessions[headers.cookie ?? ""];
    if (headers.cookie === "s=redirect") {
      response.writeHead(302, { Location: "/sign-in" }).end();
    } else if (headers.cookie === "s=noheader") {
      response.writeHead(202).end();
    } else if (groups === undefined) {
      response.writeHead(401).end("Unauthorized");
    } else {
      response.writeHead(202, { "X-Auth-Request-Groups": groups }).end();
    }
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  gateway = await RunningGateway.start({
    ids: ["a", "b"],
    collectorUser: "collector",
    readGroup: (id) => `loki-${id}`,
    forwardAuth: {
      url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      path: "/oauth2/auth",
      groupsHeader: "X-Auth-Request-Groups",
    },
  });
}, 60_000);
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await gateway.stop();
  proxy.close();
});

const query = "/loki/api/v1/query_range?query=x";
const read = (cookie: string, more: Sender = {}) =>
  gateway.send(
    request("GET", query, { ...more, headers: [`Cookie: ${cookie}`, ...(more.headers ?? [])] }),
  );
const told = ({ status, received }: Awaited<ReturnType<typeof read>>) => [
  status,
  received.flatMap(({ tenants }) => tenants),
];

test.each([
  ["a member of a's group", "s=a", [200, ["a"]]],
  ["a member of b's group", "s=b", [200, ["b"]]],
  ["a member whose groups have spaces between them", "s=spaces", [200, ["b"]]],
  ["a member of both, who reads the first tenant", "s=both", [200, ["a"]]],
  ["a member of neither", "s=neither", [403, []]],
  ["a member of groups with alike names", "s=alike", [403, []]],
  ["somebody without a group", "s=none", [403, []]],
  ["an answer without the header", "s=noheader", [403, []]],
  ["somebody unknown", "s=unknown", [401, []]],
  ["a redirection to sign in", "s=redirect", [302, []]],
])("%s", async (_, cookie, expected) => {
  expect(told(await read(cookie))).toEqual(expected);
});

test.each([
  ["the tenant's header", "X-Scope-OrgID: b"],
  ["the groups' header", "X-Auth-Request-Groups: loki-b"],
  ["a variable of the gateway", "X-Groups: loki-b"],
])("%s from outside changes nothing", async (_, header) => {
  expect(told(await read("s=a", { headers: [header] }))).toEqual([200, ["a"]]);
  expect(told(await read("s=noheader", { headers: [header] }))).toEqual([403, []]);
});

test("it is asked with the request's own address, without its body, and Loki gets no cookie", async () => {
  const post = request("POST", "/loki/api/v1/query_range", {
    headers: ["Cookie: s=a", "Content-Type: application/x-www-form-urlencoded"],
    body: "query=x",
  });
  const { status, received } = await gateway.send(post);
  expect([status, received]).toEqual([
    200,
    [{ method: "POST", path: "/loki/api/v1/query_range", tenants: ["a"], body: "query=x" }],
  ]);
  expect(asked).toMatchObject([
    {
      method: "GET",
      url: "/oauth2/auth",
      headers: {
        "x-forwarded-method": "POST",
        "x-forwarded-uri": "/loki/api/v1/query_range",
        cookie: "s=a",
      },
    },
  ]);
  expect(asked[0]?.headers["content-length"] ?? "0").toBe("0");
});

test("a password is judged here, and a wrong one is not shown around", async () => {
  expect(told(await read("s=b", { user: "a-read" }))).toEqual([200, ["a"]]);
  const wrong = `Authorization: Basic ${Buffer.from("a-read:guess").toString("base64")}`;
  expect(told(await read("s=b", { headers: [wrong] }))).toEqual([401, []]);
  expect(asked).toEqual([]);
});

test("nobody pushes without a password", async () => {
  const push = request("POST", "/loki/api/v1/push", { headers: ["Cookie: s=a"], body: "{}" });
  expect(await gateway.send(push)).toEqual({ status: 401, received: [] });
  expect(asked).toEqual([]);
});

test("while it is away nobody reads without a password", async () => {
  proxy.closeAllConnections();
  proxy.close();
  await once(proxy, "close");
  expect(told(await read("s=a"))).toEqual([502, []]);
  expect(told(await read("s=a", { user: "b-read" }))).toEqual([200, ["b"]]);
});
