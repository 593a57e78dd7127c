import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-render-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const out = () => join(folder, "out");

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

const dev = "config:\n  fraiseql-loki:environment: dev\n";

describe("the command", () => {
  test("writes the manifests of any stack file", () => {
    const { status } = render(dev, "--stack", "try");
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
      "a missing file",
      undefined,
      ["--stack", "dev"],
      /^there is no \S*Pulumi\.test\.yaml: make it, or name another stack with --stack\n$/,
    ],
    [
      "no stack",
      "config: {}\n",
      [],
      "--stack is missing: npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]\n",
    ],
  ])("refuses %s with one text, code 1 and nothing written", (_, stackFile, args, message) => {
    const { status, stderr } = render(stackFile, ...args);
    expect(status).toBe(1);
    expect(stderr).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect(readdirSync(folder).filter((name) => name.startsWith("out"))).toEqual([]);
  });

  test("touches no folder that holds something else", () => {
    mkdirSync(out());
    writeFileSync(join(out(), "thesis.txt"), "mine");
    const { status, stderr } = render(dev, "--stack", "dev");
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^\S*\/out holds other files, which a rendering would replace: name a new folder with --out\n$/,
      ),
    ]);
    expect(readdirSync(folder).sort()).toEqual(["Pulumi.test.yaml", "out"]);
    expect(readFileSync(join(out(), "thesis.txt"), "utf8")).toBe("mine");
  });
});
