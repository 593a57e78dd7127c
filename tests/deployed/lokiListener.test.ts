import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { prodConfig } from "../loki/fixtures";
import { Authority } from "../support/certificates";
import { secretFiles, type CertificateFiles } from "../support/mountedSecret";
import { stackOn } from "./fixtures";

let authority: Authority;
let server: Server;
let port = 0;
const received: { path: string; method: string; tenant: unknown; body: string }[] = [];

async function listen({ "tls.crt": cert, "tls.key": key }: CertificateFiles): Promise<void> {
  server = createServer({ cert, key }, (request, response) => {
    let body = "";
    request.on("data", (more: Buffer) => (body += more.toString()));
    request.on("end", () => {
      const { url: path = "", method = "", headers } = request;
      received.push({ path, method, tenant: headers["x-scope-orgid"], body });
      response.writeHead(path === "/flush" ? 204 : 200);
      response.end(path === "/flush" ? "" : "loki_chunks 3\n");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
}

beforeAll(async () => {
  authority = Authority.create("loki-ca");
  await listen(secretFiles(authority, "loki.loki.svc"));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  authority.remove();
});

const encoded = (text: string) => ({ stdout: Buffer.from(text).toString("base64") });
const secretCall = "get secret my-tls --namespace loki --output jsonpath={.data.ca\\.crt}";

/** A stack whose pods mount a certificate, as the cluster tells of it. */
function encryptedStack(ca: string) {
  const volumes = [{ name: "tls", secret: { secretName: "my-tls" } }];
  const containers = [{ name: "loki", ports: [{ name: "http", containerPort: port }] }];
  const statefulSet = { spec: { replicas: 1, template: { spec: { containers, volumes } } } };
  return stackOn(port, 1, prodConfig(), {
    answers: [
      ["get statefulset loki", statefulSet],
      [secretCall, encoded(ca)],
    ],
  });
}

test("a command asks a replica by TLS, and believes the CA of the replicas' Secret", async () => {
  const { stack, kubectl } = encryptedStack(authority.certificate);
  const loki = stack.pod("loki-0", { tenant: "a" });
  received.length = 0;
  expect(await loki.raw("/metrics")).toEqual({ status: 200, body: "loki_chunks 3\n" });
  expect(await loki.raw("/flush", { method: "POST", body: "now" })).toEqual({
    status: 204,
    body: "",
  });
  expect(received).toEqual([
    { path: "/metrics", method: "GET", tenant: "a", body: "" },
    { path: "/flush", method: "POST", tenant: "a", body: "now" },
  ]);
  // The Secret is read once, and of it the CA's certificate alone.
  expect(kubectl.calls.filter((call) => call.startsWith("get secret"))).toEqual([secretCall]);
});

test("a command does not talk to whom another CA vouches for", async () => {
  const stranger = Authority.create("another-ca");
  const { stack } = encryptedStack(stranger.certificate);
  received.length = 0;
  await expect(stack.pod("loki-0").raw("/metrics")).rejects.toMatchObject({
    cause: { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
  });
  expect(received).toEqual([]);
  stranger.remove();
});

test("a command that may not read the Secret says so", async () => {
  const { stack } = stackOn(port, 1, prodConfig(), {
    answers: [
      [
        "get statefulset loki",
        {
          spec: {
            replicas: 1,
            template: {
              spec: {
                containers: [{ ports: [] }],
                volumes: [{ name: "tls", secret: { secretName: "my-tls" } }],
              },
            },
          },
        },
      ],
      ["get secret my-tls", { stderr: 'secrets "my-tls" is forbidden', code: 1 }],
    ],
  });
  await expect(stack.pod("loki-0").raw("/metrics")).rejects.toThrow(
    'secrets "my-tls" is forbidden',
  );
});
