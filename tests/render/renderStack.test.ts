import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { renderStack } from "../../tools/render/renderStack";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const root = join(__dirname, "..", "..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-render-"));
});
afterEach(() => {
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

/** Writes a stack file and runs the command as a user would. */
function render(stackFile: string | undefined, ...args: string[]) {
  const configFile = join(folder, "Pulumi.test.yaml");
  if (stackFile !== undefined) {
    writeFileSync(configFile, stackFile);
  }
  const command = ["--require", "./tools/register.js", "tools/render.ts", ...args];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...command, "--config-file", configFile, "--out", out()],
    { cwd: root, encoding: "utf8", timeout: 30_000 },
  );
  return { status, stderr };
}

describe("a rendering", () => {
  test("is the same, byte for byte, when it is made again", async () => {
    await renderStack({ stack: "prod", out: out() });
    const first = filesBelow(out());
    await renderStack({ stack: "prod", out: out() });
    expect(filesBelow(out())).toEqual(first);
    expect(first.map(({ path }) => path)).toContain("generated.json");
  });

  test("keeps what is secret from everyone but its owner", async () => {
    await renderStack({ stack: "prod", out: out() });
    const files = filesBelow(out());
    const generated = JSON.parse(content("generated.json")) as Record<string, { result: string }>;
    const passwords = Object.entries(generated)
      .filter(([key]) => !key.includes("accessor"))
      .map(([, { result }]) => result);
    expect(passwords).toHaveLength(7);
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
      "manifests/secret-loki-gateway-users.yaml",
      "manifests/secret-promtail-push.yaml",
      "outputs.json",
    ]);
  });

  test("keeps its passwords until they are rotated, and the gossip key even then", async () => {
    const values = () => JSON.parse(content("generated.json")) as Record<string, object>;
    await renderStack({ stack: "prod", out: out() });
    const first = values();
    await renderStack({ stack: "prod", out: out(), rotate: true });
    const second = values();
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(Object.keys(second).filter((key) => same(first[key], second[key]))).toEqual([
      "random:index/randomPassword:RandomPassword::consul-gossip-key",
    ]);
  });

  test("numbers its manifests in the order of their application", async () => {
    await renderStack({ stack: "prod", out: out() });
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
      "statefulset",
      "job",
      "deployment",
      "daemonset",
    ]);
  });

  test("puts every configuration file on its own", async () => {
    await renderStack({ stack: "prod", out: out() });
    expect(readdirSync(join(out(), "files")).sort()).toEqual([
      "bootstrap.sh",
      "caddy.json",
      "consul.json",
      "datasources.yaml",
      "loki-policy.json",
      "loki.yaml",
      "overrides.yaml",
      "promtail.yaml",
    ]);
  });

  test("lists cloud resources in Pulumi's own types and properties", async () => {
    await renderStack({ stack: "prod", out: out() });
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
    const { unresolved } = await renderStack({ stack: "prod", configFile, out: out() });
    expect(unresolved).toEqual(["manifests/06-serviceaccount-loki.yaml"]);
  });
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

describe("the command", () => {
  test("writes the manifests of any stack file", () => {
    const { status } = render("config:\n  fraiseql-loki:environment: dev\n", "--stack", "try");
    expect(status).toBe(0);
    expect(readdirSync(out()).sort()).toEqual([
      "cloud.json",
      "files",
      "generated.json",
      "manifests",
      "outputs.json",
    ]);
  });

  test.each([
    [
      "a refused setting",
      "config:\n  fraiseql-loki:namespace: default\n",
      ["--stack", "dev"],
      `config error [C68] fraiseql-loki:namespace: got "default"; expected a namespace that is not the cluster's own.\n  Fix: pulumi config set fraiseql-loki:namespace loki\n`,
    ],
    [
      "an encrypted value",
      "config:\n  fraiseql-loki:grafana:\n    adminPassword:\n      secure: v1:abc\n",
      ["--stack", "dev"],
      /^\S*Pulumi\.test\.yaml holds encrypted values that only the engine can read: fraiseql-loki:grafana\.adminPassword\. Deploy this stack with pulumi up, or render from a file without them \(--config-file\): what is unset is generated\n$/,
    ],
    [
      "a list of encrypted values",
      "config:\n  fraiseql-loki:tenants:\n    - id: a\n      readPassword:\n        secure: v1:abc\n",
      ["--stack", "dev"],
      /only the engine can read: fraiseql-loki:tenants\[0\]\.readPassword\. /,
    ],
    [
      "a missing file",
      undefined,
      ["--stack", "dev"],
      /^there is no \S*Pulumi\.test\.yaml: make it, or name another stack with --stack\n$/,
    ],
    [
      "no YAML",
      "config: [",
      ["--stack", "dev"],
      /^\S*Pulumi\.test\.yaml is not valid YAML: unexpected end of the stream within a flow collection \(2:1\)\n$/,
    ],
    [
      "no stack file",
      "- a\n",
      ["--stack", "dev"],
      /^\S*Pulumi\.test\.yaml is no stack file: expected a mapping with the key config\n$/,
    ],
    [
      "no stack",
      "config: {}\n",
      [],
      "--stack is missing: npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]\n",
    ],
    [
      "an unknown option",
      "config: {}\n",
      ["--stak", "dev"],
      /^Unknown option '--stak'.*--rotate\]\n$/,
    ],
  ])("refuses %s with one text, code 1 and nothing written", (_, stackFile, args, message) => {
    const { status, stderr } = render(stackFile, ...args);
    expect(status).toBe(1);
    expect(stderr).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(readdirSync(folder).filter((name) => name.startsWith("out"))).toEqual([]);
  });
});
