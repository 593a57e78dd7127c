import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { renderStack, type Rendering } from "../../tools/render/renderStack";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const root = join(__dirname, "..", "..");
let folder = "";
let rendering: Rendering;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-render-"));
  rendering = await renderStack({ stack: "prod", out: out() });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const out = () => join(folder, "out");

/** Path, mode and content of each file below a folder. */
function filesBelow(path: string): { path: string; mode: string; content: string }[] {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort()
    .map((file) => ({
      path: file.slice(path.length + 1),
      mode: (statSync(file).mode & 0o777).toString(8),
      content: readFileSync(file, "utf8"),
    }));
}

const content = (path: string) => readFileSync(join(out(), path), "utf8");

describe("a rendering", () => {
  test("is the same, byte for byte, when it is made again", async () => {
    const first = filesBelow(out());
    await renderStack({ stack: "prod", out: out() });
    expect(filesBelow(out())).toEqual(first);
    expect(first.map(({ path }) => path)).toContain("generated.json");
  });

  test("keeps what is secret from everyone but its owner", () => {
    const files = filesBelow(out());
    const generated = JSON.parse(content("generated.json")) as Record<string, { result: string }>;
    const passwords = Object.entries(generated)
      .filter(([key]) => !/accessor|stack-id/.test(key))
      .map(([, { result }]) => result);
    expect(passwords).toHaveLength(8);
    const forms = passwords.flatMap((text) => [text, Buffer.from(text).toString("base64")]);
    for (const { path, mode, content: text } of files) {
      const secret = forms.some((form) => text.includes(form));
      expect({ path, secret: secret && mode !== "600" }).toEqual({ path, secret: false });
    }
    const closed = files.filter(({ mode }) => mode === "600").map(({ path }) => path);
    expect(closed.map((path) => path.replace(/\d\d-|-[0-9a-f]{10}/g, ""))).toEqual([
      "generated.json",
      "manifests/secret-consul-loki.yaml",
      "manifests/secret-consul-management.yaml",
      "manifests/secret-consul-server.yaml",
      "manifests/secret-grafana-credentials.yaml",
      "manifests/secret-loki-canary-passwords.yaml",
      "manifests/secret-loki-gateway-users.yaml",
      "manifests/secret-promtail-push.yaml",
      "outputs.json",
    ]);
  });

  test("numbers its manifests in the order of their application", () => {
    const names = readdirSync(join(out(), "manifests")).sort();
    const kinds = names.map((name) => /^(\d\d)-([a-z]+)-/.exec(name)?.slice(1) ?? []);
    expect(kinds.map(([number]) => Number(number))).toEqual(names.map((_, index) => index + 1));
    expect([...new Set(kinds.map(([, kind]) => kind))]).toEqual([
      "namespace",
      "serviceaccount",
      "clusterrole",
      "clusterrolebinding",
      "secret",
      "configmap",
      "persistentvolumeclaim",
      "service",
      "poddisruptionbudget",
      "networkpolicy",
      "statefulset",
      "job",
      "deployment",
      "daemonset",
    ]);
  });

  test("puts every configuration file on its own", () => {
    expect(readdirSync(join(out(), "files")).sort()).toEqual([
      "bootstrap.sh",
      "caddy.json",
      "canary-proxy.json",
      "consul.json",
      "datasources.yaml",
      "fraiseql-errors.json",
      "fraiseql-log-volume.json",
      "fraiseql-performance.json",
      "fraiseql-service.json",
      "join-consul-0.json",
      "join-consul-1.json",
      "join-consul-2.json",
      "keep-token.sh",
      "loki-alerts.yaml",
      "loki-policy.json",
      "loki.yaml",
      "overrides.yaml",
      "promtail.yaml",
      "providers.yaml",
    ]);
  });

  test("lists cloud resources in Pulumi's own types and properties", () => {
    const cloud = JSON.parse(content("cloud.json")) as { name: string; type: string }[];
    expect(cloud.filter(({ type }) => type === "aws:s3/bucket:Bucket")).toEqual([
      {
        name: "storage-chunks",
        type: "aws:s3/bucket:Bucket",
        inputs: { bucket: "acme-loki-chunks", forceDestroy: false, region: "eu-west-1" },
      },
      {
        name: "storage-ruler",
        type: "aws:s3/bucket:Bucket",
        inputs: { bucket: "acme-loki-ruler", forceDestroy: false, region: "eu-west-1" },
      },
    ]);
    expect(cloud.filter(({ type }) => /^(?:kubernetes|random):/.test(type))).toEqual([]);
  });

  test("names the manifests that lack what only the cloud can give", async () => {
    const configFile = join(folder, "Pulumi.irsa.yaml");
    const file = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");
    const arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A";
    writeFileSync(
      configFile,
      file
        .replace("kind: podIdentity", "kind: irsa")
        .replace(/clusterName: .*/, `oidcProviderArn: ${arn}`),
    );
    const { unresolved } = await renderStack({
      stack: "prod",
      configFile,
      out: join(folder, "irsa"),
    });
    expect(unresolved).toEqual(["manifests/06-serviceaccount-loki.yaml"]);
  });

  test("returns what it wrote, with the outputs in a file", () => {
    expect(JSON.parse(content("outputs.json"))).toEqual(rendering.outputs);
    expect([rendering.folder, rendering.unresolved]).toEqual([out(), []]);
    const names = rendering.manifests.map(
      ({ kind, metadata }) => `${kind.toLowerCase()}-${metadata.name}.yaml`,
    );
    const files = readdirSync(join(out(), "manifests")).sort();
    expect(files.map((name) => name.slice(3))).toEqual(names);
  });

  test("keeps its passwords until they are rotated, and the gossip key even then", async () => {
    const values = () => JSON.parse(content("generated.json")) as Record<string, object>;
    const first = values();
    await renderStack({ stack: "prod", out: out(), rotate: true });
    const second = values();
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(Object.keys(second).filter((key) => same(first[key], second[key]))).toEqual([
      "random:index/randomPassword:RandomPassword::consul-gossip-key",
    ]);
  });
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
