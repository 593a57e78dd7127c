import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../support/certificates";
import { accessLine } from "./gateway/accessLog";
import { upstream } from "./gateway/loopback";
import { request } from "./gateway/request";
import { RunningGateway, type GatewayOptions } from "./gateway/runningGateway";

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-logins-"));
const [authority, clients] = [Authority.create(), Authority.create("clients")];
/** Knows nobody. */
const proxy = createServer((_, response) => response.writeHead(401).end());

const common = { ids: ["a", "b.!('x')"], collectorUser: "collector" };
const configurations = {
  "plain HTTP": () => common,
  "TLS and certificates of clients": () => ({
    ...common,
    tls: { port: 8443, clientCertificates: true },
    certificates: folder,
  }),
  "people who sign in elsewhere": () => ({
    ...common,
    forwardAuth: {
      url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      path: "/oauth2/auth",
      groupsHeader: "X-Groups",
    },
  }),
} as const satisfies Readonly<Record<string, () => GatewayOptions>>;

beforeAll(async () => {
  const { certificate, key } = authority.issue("/CN=gateway", ["loki-gateway.loki.svc"]);
  writeFileSync(join(folder, "tls.crt"), certificate);
  writeFileSync(join(folder, "tls.key"), key);
  writeFileSync(join(folder, "client-ca.crt"), clients.certificate);
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
});
afterAll(() => {
  proxy.close();
  [authority, clients].forEach((each) => {
    each.remove();
  });
  rmSync(folder, { recursive: true });
});

const encode = (text: string) => Buffer.from(text).toString("base64");
const header = (credentials: string, scheme = "Basic") => `Authorization: ${scheme} ${credentials}`;
const basic = (user: string, password = "mistyped-secret") => header(encode(`${user}:${password}`));
const typo = "my-password-in-the-wrong-field";

interface Attempt {
  readonly what: string;
  readonly headers: readonly string[];
  readonly tried?: string;
}

/** Requests to push that nobody is let in with, and whom their lines must name. */
const attempts: readonly Attempt[] = [
  { what: "a wrong password", headers: [basic("a-write")], tried: "a" },
  { what: "that of another tenant", headers: [basic("b.!('x')-write")], tried: "b.!('x')" },
  { what: "that of the reader", headers: [basic("a-read", "a-read!")], tried: "a" },
  { what: "that of the collector", headers: [basic("collector")], tried: "<collector>" },
  { what: "no password", headers: [basic("a-write", "")], tried: "a" },
  { what: "in lower case", headers: [header(encode("a-write:guess"), "basic")], tried: "a" },
  { what: "twice", headers: [basic("a-write"), basic("b.!('x')-write")], tried: "a" },
  {
    what: "twice, the right one last",
    headers: [basic("a-write"), basic("a-write", "a-write!")],
    tried: "a",
  },
  { what: "an unknown user first", headers: [basic(typo), basic("a-write")], tried: "<unknown>" },
  { what: "an unknown user", headers: [basic(typo)], tried: "<unknown>" },
  { what: "the beginning of a user", headers: [basic("a-writ")], tried: "<unknown>" },
  { what: "a user in capitals", headers: [basic("A-WRITE")], tried: "<unknown>" },
  { what: "no Base64", headers: [header("a-write:mistyped-secret")], tried: "<unknown>" },
  { what: "Base64 that breaks off", headers: [header(`${encode("a-write:gues")}!`)], tried: "a" },
  { what: "a user without a colon", headers: [header(encode("a-write"))], tried: "<unknown>" },
  { what: "a token", headers: [header("mistyped-secret", "Bearer")], tried: "<unknown>" },
  { what: "a placeholder", headers: [header("{env.XDG_DATA_HOME}")], tried: "<unknown>" },
  { what: "no header", headers: [] },
];

/** What was sent, as it was and decoded. */
const sentIn = (headers: readonly string[]) =>
  headers.flatMap((line) => {
    const credentials = line.slice(line.lastIndexOf(" ") + 1);
    const decoded = Buffer.from(credentials, "base64").toString();
    return [credentials, decoded, ...decoded.split(":")].filter((text) => text.length > 2);
  });

describe.each(Object.entries(configurations))("with %s", (_, options) => {
  let gateway: RunningGateway;
  let marks = 0;

  beforeAll(async () => {
    gateway = await RunningGateway.start(options());
  }, 60_000);
  afterAll(() => gateway.stop());

  const send = async (path: string, headers: readonly string[], method = "POST") => {
    marks += 1;
    const mark = `mark=${marks}.`;
    const answer = await gateway.send(request(method, `${path}?${mark}`, { headers }));
    return { answer, line: await accessLine(gateway, mark) };
  };

  test.each(attempts)("the line of a push with $what says whose login failed", async (attempt) => {
    const { answer, line } = await send("/loki/api/v1/push", attempt.headers);
    expect([answer.status, answer.received, line.status, line.user_id]).toEqual([401, [], 401, ""]);
    expect(line.tenant_tried).toBe(attempt.tried);
    expect("tenant_tried" in line).toBe(attempt.tried !== undefined);
    const shown = line.text.replace(`"tenant_tried":"${attempt.tried ?? ""}"`, "");
    expect(sentIn(attempt.headers).filter((secret) => shown.includes(secret))).toEqual([]);
    expect(line.text.includes('"Authorization":["REDACTED"]')).toBe(attempt.headers.length > 0);
  });

  test.each([
    ["a wrong password", [basic("a-read")], "a"],
    ["that of the writer", [basic("a-write", "a-write!")], "a"],
    ["an unknown user", [basic(typo)], "<unknown>"],
    ["no header", [], undefined],
  ])("the line of a query with %s too", async (__, headers, tried) => {
    for (const path of ["/loki/api/v1/query", "/loki/api/v1/tail", "/loki/api/v1/rules"]) {
      const { answer, line } = await send(path, headers, "GET");
      expect([answer.status, line.tenant_tried]).toEqual([401, tried]);
    }
  });

  test("nothing of that is in the line of who is let in, or of what is not there", async () => {
    const right = basic("a-write", "a-write!");
    const lines = [
      await send("/loki/api/v1/push", [right]),
      await send("/loki/api/v1/query", [basic("a-read", "a-read!")], "GET"),
      await send("/loki/api/v1/push", [basic("collector", "collector!")]),
      await send("/config", [basic("a-write")]),
    ].map(({ line }) => [line.status, line.user_id, "tenant_tried" in line]);
    expect(lines).toEqual([
      [200, "a-write", false],
      [200, "a-read", false],
      // It names no tenant.
      [503, "collector", false],
      [404, "", false],
    ]);
  });

  test.each([
    ["a wrong password", basic("a-write")],
    ["an unknown user", basic(typo)],
    ["nobody", "X-None: x"],
  ])("%s is answered as Caddy itself does it", async (__, sent) => {
    const text = await raw(gateway, request("POST", "/loki/api/v1/push", { headers: [sent] }));
    expect(text.split("\r\n").filter((line) => !line.startsWith("Date: "))).toEqual([
      "HTTP/1.1 401 Unauthorized",
      "Server: Caddy",
      'Www-Authenticate: Basic realm="loki"',
      "Content-Length: 0",
      "Connection: close",
      "",
      "",
    ]);
  });

  test("each is one answer 401 in the metrics", async () => {
    const before = await refusals(gateway);
    for (const sent of [basic("a-write"), basic(typo), "X-None: x"]) {
      await send("/loki/api/v1/push", [sent]);
    }
    expect((await refusals(gateway)) - before).toBe(3);
  });
});

/** The whole answer, until the gateway ends the connection. */
const raw = (gateway: RunningGateway, bytes: string) =>
  new Promise<string>((resolve) => {
    const socket = gateway.connect();
    let answer = "";
    socket.on("data", (data) => (answer += data.toString()));
    socket.on("close", () => {
      resolve(answer);
    });
    socket.on("error", () => undefined);
    socket.write(bytes);
  });

/** What the alert and the dashboard count. */
async function refusals(gateway: RunningGateway): Promise<number> {
  const counts = (await gateway.metrics())
    .split("\n")
    .filter((line) => line.startsWith("caddy_http_request_duration_seconds_count{"))
    .filter((line) => line.includes('code="401"') && line.includes('server="gateway"'))
    .map((line) => Number(line.split(" ").at(-1)));
  return counts.reduce((sum, count) => sum + count, 0);
}

test("a certificate that stands for no password leaves the login to be told, one that does not", async () => {
  const gateway = await RunningGateway.start(configurations["TLS and certificates of clients"]());
  const told = async (subject: string, headers: readonly string[]) => {
    const mark = `mark=${encodeURIComponent(subject)}.${headers.length}`;
    const { certificate: cert, key } = clients.issue(subject);
    const push = request("POST", `/loki/api/v1/push?${mark}`, { headers });
    const { status } = await gateway.send(push, { cert, key });
    return [status, (await accessLine(gateway, mark)).tenant_tried];
  };
  const wrong = [basic("a-write")];
  const all = [
    await told("/CN=a-read", wrong),
    await told("/CN=a-read", []),
    await told("/CN=a-write", wrong),
    await told("/CN=a-write", []),
  ];
  await gateway.stop();
  expect(all).toEqual([
    [401, "a"],
    [401, undefined],
    [200, undefined],
    [200, undefined],
  ]);
}, 60_000);

test("a Loki that is away is told with its reason, as without all this, and is no failed login", async () => {
  const gateway = await RunningGateway.start(common, (config) =>
    config
      .replaceAll(upstream, "127.0.0.1:1")
      .replaceAll('"try_duration":"10s"', '"try_duration":"1s"'),
  );
  const headers = [basic("a-write", "a-write!")];
  const { status } = await gateway.send(
    request("POST", "/loki/api/v1/push?mark=away", { headers }),
  );
  const line = await accessLine(gateway, "mark=away");
  const errors = gateway.log
    .split("\n")
    .filter((text) => text.includes('"logger":"http.log.error'));
  await gateway.stop();
  expect([status, line.status, "tenant_tried" in line]).toEqual([status, status, false]);
  expect(status).toBeGreaterThanOrEqual(502);
  expect(errors.map((text) => JSON.parse(text) as object)).toEqual([
    expect.objectContaining({ level: "error", msg: "no upstreams available", status }),
  ]);
}, 60_000);
