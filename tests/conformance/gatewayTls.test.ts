import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request as call } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LokiClient } from "../../tools/cluster/lokiClient";
import { Authority, type Certificate } from "../support/certificates";
import { request } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";

const host = "loki-gateway.loki.svc";
const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-tls-"));
const authority = Authority.create();
const clients = Authority.create("clients");
const strangers = Authority.create("strangers");
let gateway: RunningGateway;

/** In one step, as the kubelet does it. */
function replace(name: string, content: string): void {
  writeFileSync(join(folder, `new-${name}`), content);
  renameSync(join(folder, `new-${name}`), join(folder, name));
}

function serve({ certificate, key }: Certificate): void {
  replace("tls.key", key);
  replace("tls.crt", certificate);
}

beforeAll(async () => {
  serve(authority.issue("/CN=first", [host]));
  replace("client-ca.crt", clients.certificate);
  gateway = await RunningGateway.start({
    ids: ["a", "b"],
    collectorUser: "collector",
    tls: { port: 8443, clientCertificates: true },
    certificates: folder,
  });
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  [authority, clients, strangers].forEach((each) => {
    each.remove();
  });
  rmSync(folder, { recursive: true });
});

const push = (user?: string, headers: readonly string[] = []) =>
  request("POST", "/loki/api/v1/push", { ...(user && { user }), headers, body: "{}" });
const tenantsOf = ({ received }: { received: readonly { tenants: readonly string[] }[] }) =>
  received.map(({ tenants }) => tenants);

/** A push over the agent's connection. */
async function pushOver(agent: Agent): Promise<IncomingMessage> {
  const headers = { Authorization: `Basic ${Buffer.from("a-write:a-write!").toString("base64")}` };
  const target = { host: "127.0.0.1", port: gateway.port, path: "/loki/api/v1/push" };
  const sent = call({ ...target, method: "POST", headers, agent }).end("{}");
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return response;
}

describe("the certificate", () => {
  /** The subject of the certificate that a new connection is shown; nothing where it is refused. */
  const served = (servername?: string) =>
    new Promise<string | undefined>((resolve) => {
      const verified = servername === undefined ? {} : { rejectUnauthorized: true, servername };
      const socket = gateway.connectTls({ ca: authority.certificate, ...verified });
      socket.on("secureConnect", () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      });
      socket.on("error", () => {
        resolve(undefined);
      });
    });

  test("is verified by the name of the Service, and served to who names none, as probes do", async () => {
    expect([await served(host), await served("other.example.com"), await served()]).toEqual([
      "first",
      undefined,
      "first",
    ]);
  });

  test("is replaced: connections go on with the old one, and the next ones see the new one", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const over = async () => (await pushOver(agent)).statusCode;
    const first = await over();
    serve(authority.issue("/CN=second", [host]));
    const statuses = [first, await over(), (await gateway.send(push("a-write"))).status];
    expect([await served(host), statuses]).toEqual(["second", [200, 200, 200]]);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1);
    agent.destroy();
  });

  test("whose key is missing or of another certificate is served to nobody, until it is mended", async () => {
    const good = authority.issue("/CN=third", [host]);
    const other = authority.issue("/CN=other", [host]);
    serve({ ...good, key: "" });
    const none = [await served(host), (await gateway.send(request("GET", "/health", {}))).status];
    serve({ ...good, key: other.key });
    const wrong = [await served(host), (await gateway.send(request("GET", "/health", {}))).status];
    serve(good);
    expect([none, wrong, await served(host)]).toEqual([[undefined, 0], [undefined, 0], "third"]);
  });

  test.each(["TLSv1", "TLSv1.1"] as const)("is not served over %s", async (version) => {
    const old = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
    const { status } = await gateway.send(push("a-write"), old);
    const modern = await gateway.send(push("a-write"), { maxVersion: "TLSv1.2" });
    expect([status, modern.status]).toEqual([0, 200]);
  });
});

test("the commands' client pushes where the certificate is of the named CA and name, and else not at all", async () => {
  const pushAs = async (caCertificate: string, serverName: string) => {
    const client = new LokiClient({
      url: `https://127.0.0.1:${gateway.port}`,
      tls: { caCertificate, serverName },
      ...{ user: "a-write", password: "a-write!" },
    });
    return await client.push([]).then(
      () => "pushed",
      (error: unknown) => ((error as Error).cause as Error | undefined)?.message,
    );
  };
  expect([
    await pushAs(authority.certificate, host),
    await pushAs(strangers.certificate, host),
    await pushAs(authority.certificate, "logs.example.com"),
  ]).toEqual([
    "pushed",
    expect.stringMatching(/unable to (verify|get)|self-signed/) as string,
    expect.stringContaining("Hostname/IP does not match certificate's altnames") as string,
  ]);
});

test("without TLS every request is put off, so that agents keep their lines", async () => {
  const answers = [
    await gateway.sendPlain(push("a-write")),
    await gateway.sendPlain(request("GET", "/loki/api/v1/labels", { user: "a-read" })),
    await gateway.sendPlain(request("GET", "/", {})),
  ];
  expect(answers).toEqual(answers.map(() => ({ status: 503, received: [] })));
});

test("the health check asks for no password, and shows nothing else", async () => {
  const answers = await Promise.all(
    ["/health", "/health/", "/metrics", "/"].map((path) => gateway.send(request("GET", path, {}))),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
});

describe("a client's certificate", () => {
  const shown = ({ certificate: cert, key }: Certificate) => ({ cert, key });
  const from = (subject: string) => shown(clients.issue(subject));

  test.each([
    ["the writer of a", "/CN=a-write", ["a"]],
    ["the writer of b", "/CN=b-write", ["b"]],
  ])("of %s pushes without a password", async (_, subject, tenants) => {
    const answer = await gateway.send(push(), from(subject));
    expect([answer.status, tenantsOf(answer)]).toEqual([200, [tenants]]);
  });

  test("counts more than a password and more than the tenant's header", async () => {
    const answer = await gateway.send(push("b-write", ["X-Scope-OrgID: b"]), from("/CN=a-write"));
    expect([answer.status, tenantsOf(answer)]).toEqual([200, [["a"]]]);
  });

  test.each([
    ["of a reader", "/CN=a-read"],
    ["of the collector, who may be any tenant", "/CN=collector"],
    ["with more than the name", "/O=x/CN=a-write"],
    ["with the name inside another attribute", "/O=x,CN=a-write"],
    ["of nobody", "/CN=nobody"],
  ])("%s stands for no password", async (_, subject) => {
    const without = await gateway.send(push(), from(subject));
    const withPassword = await gateway.send(push("b-write"), from(subject));
    expect([without.status, withPassword.status, tenantsOf(withPassword)]).toEqual([
      401,
      200,
      [["b"]],
    ]);
  });

  test("reads nothing", async () => {
    const query = request("GET", "/loki/api/v1/labels", {});
    expect(await gateway.send(query, from("/CN=a-write"))).toEqual({ status: 401, received: [] });
  });

  test("of another authority ends the connection", async () => {
    const strange = shown(strangers.issue("/CN=a-write"));
    expect(await gateway.send(push(), strange)).toEqual({ status: 0, received: [] });
    expect(await gateway.send(push("a-write"), strange)).toEqual({ status: 0, received: [] });
  });
});
