import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { Authority } from "../support/certificates";
import { MountedSecret, secretFiles, type CertificateFiles } from "../support/mountedSecret";
import { exchange, get, handshake, shownBy, type Place } from "./tls/clients";
import { authorization, startGateway } from "./tls/gateway";
import type { Running } from "./tls/processes";
import { addresses, lokiPorts, startConsul, startLoki, type Surroundings } from "./tls/replicas";

const serverName = "loki.loki.svc";

let folder = "";
let authority: Authority;
let stranger: Authority;
let certificate: CertificateFiles;
let secret: MountedSecret;
let around: Surroundings;
let gatewayPort = 0;
const running: Running[] = [];

const trust = () => ({ ca: authority.certificate, servername: serverName });
const httpOf = (host: string): Place => ({ host, port: around.ports.http });
const grpcOf = (host: string): Place => ({ host, port: around.ports.grpc });
const serialOf = (files: CertificateFiles) => new X509Certificate(files["tls.crt"]).serialNumber;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-tls-"));
  authority = Authority.create("loki-ca");
  stranger = Authority.create("another-ca");
  certificate = secretFiles(authority, serverName);
  secret = new MountedSecret(join(folder, "tls"), certificate);
  const consul = await startConsul();
  const ports = await lokiPorts();
  around = { ports, consulHost: consul.host, serverName, tlsFolder: secret.path };
  const hasLeader = async () =>
    (await (await fetch(`http://${consul.host}/v1/status/leader`)).text()).length > 2;
  await consul.running.until("a leader", hasLeader, 100_000);
  addresses.forEach((address) => running.push(startLoki(folder, address, around)));
  const gateway = await startGateway(folder, {
    upstreams: addresses.map((address) => `${address}:${ports.http}`),
    upstreamName: serverName,
    caFolder: secret.path,
  });
  running.push(gateway.running, consul.running);
  gatewayPort = gateway.port;
  for (const [index, address] of addresses.entries()) {
    const isReady = async () => (await get(httpOf(address), "/ready", trust())).status === 200;
    await running[index]?.until(`${address} ready`, isReady, 300_000);
  }
  await gateway.running.until(
    "a push acknowledged",
    async () => (await push("first")) === 204,
    60_000,
  );
}, 420_000);
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  [authority, stranger].forEach((one) => {
    one.remove();
  });
  rmSync(folder, { recursive: true });
}, 60_000);

/** Pushes a line through the gateway and gives the status of the answer. */
async function push(line: string): Promise<number> {
  const values = [[`${BigInt(Date.now()) * 1_000_000n}`, line]];
  const { status } = await fetch(`http://127.0.0.1:${gatewayPort}/loki/api/v1/push`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: authorization.write },
    body: JSON.stringify({ streams: [{ stream: { app: "tls" }, values }] }),
    signal: AbortSignal.timeout(30_000),
  });
  return status;
}

/** The lines that a query through the gateway finds. */
async function lines(): Promise<string[]> {
  const query = new URLSearchParams({ query: '{app="tls"}', since: "1h", limit: "5000" });
  const url = `http://127.0.0.1:${gatewayPort}/loki/api/v1/query_range?${query.toString()}`;
  const response = await fetch(url, { headers: { Authorization: authorization.read } });
  const { data } = (await response.json()) as {
    data: { result: { values: [string, string][] }[] };
  };
  return data.result.flatMap(({ values }) => values.map(([, line]) => line));
}

test("what is pushed through the gateway is found through it", async () => {
  expect(await push("in and out")).toBe(204);
  expect(await lines()).toContain("in and out");
}, 60_000);

test.each(addresses)(
  "%s knows all three replicas",
  async (address) => {
    const all = addresses.map((of) => `${of}:${around.ports.grpc} ACTIVE`);
    // News of the last one that started are on their way.
    await running[0]?.until(
      "the whole ring known",
      async () => {
        const { body } = await get(httpOf(address), "/ring", trust());
        const { shards } = JSON.parse(body) as { shards: { state: string; address: string }[] };
        const known = shards.map(({ address: of, state }) => `${of} ${state}`).sort();
        return isDeepStrictEqual(known, all);
      },
      40_000,
    );
  },
  60_000,
);

test("a tail goes through the gateway to a replica", async () => {
  const request = [
    `GET /loki/api/v1/tail?query=${encodeURIComponent('{app="tls"} |= "tailed"')} HTTP/1.1`,
    "Host: loki-gateway",
    `Authorization: ${authorization.read}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${Buffer.from("sixteen bytes ok").toString("base64")}`,
  ].join("\r\n");
  const place = { host: "127.0.0.1", port: gatewayPort };
  const tail = exchange(place, `${request}\r\n\r\n`, { until: "tailed line", withinMs: 30_000 });
  await delay(2_000);
  expect(await push("tailed line")).toBe(204);
  const said = await tail;
  expect(said).toMatch(/^HTTP\/1\.1 101 /);
  expect(said).toContain("tailed line");
}, 60_000);

test("a replica answers nobody in plain text", async () => {
  const request = "GET /ready HTTP/1.1\r\nHost: loki\r\nConnection: close\r\n\r\n";
  const [address] = addresses;
  expect(await exchange(httpOf(address), request)).toBe(
    "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n",
  );
  expect(await exchange(grpcOf(address), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).not.toContain("HTTP");
});

test("gRPC is for those with a certificate of the same CA", async () => {
  const [address] = addresses;
  const grpc = (own?: CertificateFiles) => handshake(grpcOf(address), trust(), own);
  expect([
    await grpc(),
    await grpc(secretFiles(stranger, serverName)),
    await grpc(secretFiles(authority, "whoever.example.com")),
  ]).toEqual([
    "tlsv13 alert certificate required",
    "tlsv1 alert unknown ca",
    serialOf(certificate),
  ]);
}, 60_000);

test("who trusts another CA or asks for another name is not fooled", async () => {
  const [address] = addresses;
  const asked = (ca: string, servername: string) =>
    get(httpOf(address), "/ready", { ca, servername }).then(
      ({ status }) => `${status}`,
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
  expect([
    await asked(stranger.certificate, serverName),
    await asked(authority.certificate, "consul.loki.svc"),
    await asked(authority.certificate, serverName),
  ]).toEqual(["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID", "200"]);
}, 60_000);

test("a certificate is renewed under load without a refused push and without a restart", async () => {
  const statuses: number[] = [];
  const sent: string[] = [];
  let writing = true;
  const writer = async (name: number) => {
    for (let count = 0; writing; count += 1) {
      const line = `under load ${name}-${count}`;
      statuses.push(await push(line));
      sent.push(line);
      await delay(20);
    }
  };
  const writers = [1, 2, 3].map(writer);
  await delay(3_000);
  const renewed = secretFiles(authority, serverName);
  secret.change(renewed);
  const seen: string[] = [];
  for (const address of addresses) {
    seen.push(await shownBy(httpOf(address), trust()));
    seen.push(await handshake(grpcOf(address), trust(), certificate));
    seen.push(await handshake(grpcOf(address), trust(), renewed));
  }
  await delay(5_000);
  writing = false;
  await Promise.all(writers);
  expect(seen).toEqual(seen.map(() => serialOf(renewed)));
  expect([sent.length > 50, statuses.filter((status) => status !== 204)]).toEqual([true, []]);
  const found = new Set(await lines());
  expect(sent.filter((line) => !found.has(line))).toEqual([]);
}, 120_000);

test("a replica that starts later has the renewed certificate, and the others take it in", async () => {
  const [, , last] = addresses;
  await running[2]?.stop();
  const again = startLoki(folder, last, around);
  running[2] = again;
  const isReady = async () => (await get(httpOf(last), "/ready", trust())).status === 200;
  await again.until(`${last} ready again`, isReady, 200_000);
  // One replica less, and the quorum needs the one that has just started.
  await running[1]?.stop();
  await again.until(
    "a push acknowledged",
    async () => (await push("with the new one")) === 204,
    60_000,
  );
  expect(await lines()).toContain("with the new one");
}, 300_000);
