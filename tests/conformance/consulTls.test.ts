import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { consulConfig, consulPaths, consulServerName } from "../../components/ring/consulConfig";
import { Authority } from "../support/certificates";
import { MountedSecret, secretFiles, type CertificateFiles } from "../support/mountedSecret";
import { freePort } from "./gateway/system";
import { Running } from "./tls/processes";

const address = "127.0.0.1";

let folder = "";
let authority: Authority;
let certificate: CertificateFiles;
let secret: MountedSecret;
let consul: Running;
let rpcPort = 0;
let httpPort = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-consul-tls-"));
  authority = Authority.create("loki-ca");
  certificate = secretFiles(authority, consulServerName);
  secret = new MountedSecret(join(folder, "tls"), certificate);
  const config = JSON.stringify(consulConfig(1, { secretName: "", rpc: "required" }))
    .replaceAll(consulPaths.tls, secret.path)
    .replaceAll(consulPaths.data, join(folder, "data"));
  writeFileSync(join(folder, "consul.json"), config);
  [rpcPort, httpPort] = [await freePort(address), await freePort(address)];
  const here = { bind_addr: address, client_addr: address };
  const serf = await freePort(address);
  const ports = { server: rpcPort, http: httpPort, serf_lan: serf };
  writeFileSync(join(folder, "here.json"), JSON.stringify({ ...here, ports }));
  const files = ["consul.json", "here.json"].map((file) => `-config-file=${join(folder, file)}`);
  consul = new Running("consul", ["agent", ...files], {});
  await consul.until("a leader", hasLeader, 100_000);
}, 120_000);
afterAll(async () => {
  await consul.stop();
  authority.remove();
  rmSync(folder, { recursive: true });
});

async function hasLeader(): Promise<boolean> {
  const response = await fetch(`http://${address}:${httpPort}/v1/status/leader`);
  return (await response.text()).length > 2;
}

/** The byte by which Consul knows what follows on its RPC port: TLS, or Raft in plain text. */
const kinds = { tls: 3, raft: 1 };

/** The serial number of the certificate that the server shows on its RPC port, or its refusal. */
async function rpc(own?: CertificateFiles): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(rpcPort, address, () => {
      socket.write(Buffer.from([kinds.tls]));
      const files = own === undefined ? {} : { cert: own["tls.crt"], key: own["tls.key"] };
      const trust = { ca: authority.certificate, servername: consulServerName };
      const encrypted = connectTls({ socket, ...trust, ...files }, () => {
        const serial = encrypted.getPeerCertificate().serialNumber;
        // In TLS 1.3 a client hears only after its own handshake that its certificate is refused.
        setTimeout(() => {
          resolve(serial);
          socket.destroy();
        }, 1_000);
      });
      encrypted.on("error", ({ message }: Error) => {
        resolve(message.replace(/^.*SSL routines:[^:]*:/s, "").replace(/:\.\..*/s, ""));
      });
    });
  });
}

const serialOf = (files: CertificateFiles) => new X509Certificate(files["tls.crt"]).serialNumber;

test("RPC is for those with a certificate of the same CA", async () => {
  const stranger = Authority.create("another-ca");
  expect([
    await rpc(),
    await rpc(secretFiles(stranger, consulServerName)),
    await rpc(certificate),
  ]).toEqual([
    "tlsv13 alert certificate required",
    "tlsv1 alert unknown ca",
    serialOf(certificate),
  ]);
  stranger.remove();
}, 60_000);

test("RPC in plain text is refused", async () => {
  const socket = connect(rpcPort, address, () => socket.write(Buffer.from([kinds.raft])));
  const closed = await new Promise<string>((resolve) => {
    socket.on("close", () => {
      resolve("closed");
    });
    socket.setTimeout(10_000, () => {
      resolve("still open");
    });
  });
  socket.destroy();
  expect(closed).toBe("closed");
  expect(consul.log).toContain("Non-TLS connection attempted with VerifyIncoming set");
}, 30_000);

test("the HTTP port, which Loki uses, stays in plain text", async () => {
  expect(await hasLeader()).toBe(true);
});

test("a renewed certificate is shown without a restart", async () => {
  const renewed = secretFiles(authority, consulServerName);
  secret.change(renewed);
  const isRenewed = async () => (await rpc(renewed)) === serialOf(renewed);
  await consul.until("the renewed certificate shown", isRenewed, 40_000);
  expect(await hasLeader()).toBe(true);
}, 60_000);

test("a second CA is believed without a restart", async () => {
  const next = Authority.create("next-ca");
  const own = secretFiles(next, consulServerName);
  expect(await rpc(own)).toBe("tlsv1 alert unknown ca");
  const renewed = secretFiles(authority, consulServerName);
  secret.change({ ...renewed, "ca.crt": `${authority.certificate}${next.certificate}` });
  const isBelieved = async () => (await rpc(own)) === serialOf(renewed);
  await consul.until("a client of the second CA taken", isBelieved, 40_000);
  next.remove();
}, 60_000);
