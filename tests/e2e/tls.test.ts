import { X509Certificate } from "node:crypto";
import { poll } from "../../tools/cluster/poll";
import { shownBy } from "../conformance/tls/clients";
import { Authority } from "../support/certificates";
import { secretFiles, type CertificateFiles } from "../support/mountedSecret";
import { allGood, failures, restoreDrill, smoke } from "./assertions/tools";
import { underLoad } from "./assertions/underLoad";
import { prodShape } from "./support/prodShape";
import { report } from "./support/report";
import { expectNothingLost } from "./support/shape";
import { Stage } from "./support/stage";

jest.setTimeout(900_000);

/** Another stack of the production shape: minutes that not every run has. `TLS=on` asks for it. */
const describeTls = process.env["TLS"] === "on" ? describe : describe.skip;

const namespace = "loki";
const serverName = `loki.${namespace}.svc`;

const secretOf = (name: string, files: CertificateFiles) => ({
  apiVersion: "v1",
  kind: "Secret",
  type: "kubernetes.io/tls",
  metadata: { name, namespace },
  data: Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, Buffer.from(text).toString("base64")]),
  ),
});

describeTls("prod shape with TLS inside", () => {
  let authority: Authority;
  let stage: Stage;

  beforeAll(async () => {
    authority = Authority.create("loki-ca");
    stage = await Stage.open("prod-tls", [namespace, "loki-collector"]);
    const { kubectl } = stage.cluster;
    const config = { ...(await prodShape()), "fraiseql-loki:tls": { kind: "secrets" } };
    const deployed = stage.deploy(config);
    // The namespace is the stack's own: its pods wait for their Secrets.
    const secrets = poll(
      async () => {
        await kubectl.call(["get", "namespace", namespace]);
        return true;
      },
      { what: "the stack's namespace", timeoutMs: 120_000 },
    ).then(() =>
      kubectl.applyObjects([
        secretOf("loki-tls", secretFiles(authority, serverName)),
        secretOf("consul-tls", secretFiles(authority, "server.loki.consul")),
      ]),
    );
    await Promise.all([deployed, secrets]);
  });
  afterAll(async () => {
    authority.remove();
    await stage.close();
  });

  /** The serial number of the certificate that a replica shows. */
  async function shown(pod: string): Promise<string> {
    const { hostname, port } = new URL(await stage.cluster.reach.pod(namespace, pod, 3100));
    const place = { host: hostname, port: Number(port) };
    return await shownBy(place, { ca: authority.certificate, servername: serverName });
  }

  let smokeRun = "";
  test("the smoke test finds nothing wrong", async () => {
    const found = await smoke(stage);
    smokeRun = found.told?.run ?? "";
    expect(failures(found)).toEqual(allGood);
  });

  test("certificates are renewed under load: no push refused, no pod restarted", async () => {
    const renewed = secretFiles(authority, serverName);
    const serial = new X509Certificate(renewed["tls.crt"]).serialNumber;
    const start = Date.now();
    const result = await underLoad(stage, async () => {
      await stage.cluster.kubectl.applyObjects([
        secretOf("loki-tls", renewed),
        secretOf("consul-tls", secretFiles(authority, "server.loki.consul")),
      ]);
      for (const pod of ["loki-0", "loki-1", "loki-2"]) {
        await poll(async () => ((await shown(pod)) === serial ? true : undefined), {
          what: `the renewed certificate at ${pod}`,
          timeoutMs: 240_000,
          intervalMs: 1_000,
        });
      }
    });
    report(`every replica shows it ${Math.round((Date.now() - start) / 1_000)} s later`);
    expectNothingLost(result);
    expect(result.after.map(({ metadata }) => metadata.uid)).toEqual(
      result.before.map(({ metadata }) => metadata.uid),
    );
  });

  test("a replica that is replaced joins the others with its new certificate", async () => {
    const result = await underLoad(stage, async () => {
      const { kubectl } = stage.cluster;
      await kubectl.call(["rollout", "restart", "statefulset/loki", "-n", namespace]);
      const wait = ["rollout", "status", "statefulset/loki", "-n", namespace, "--timeout=600s"];
      await kubectl.call(wait, { timeoutMs: 610_000 });
    });
    expectNothingLost(result);
  });

  test("a restore drill, whose Loki shows its certificate too, finds what was flushed", async () => {
    // Every Loki was restarted by the test before, so the index of these lines is in the bucket.
    expect(failures(await restoreDrill(stage, smokeRun))).toEqual(allGood);
  });
});
