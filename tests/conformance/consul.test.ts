import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../support/programs";
import { renderedStacks, type RenderedStack } from "../support/rendered";
import { variants } from "../support/variants";

const withConsul = variants
  .filter(({ stack, areas }) => {
    const { kind = stack === "prod" ? "consul" : "inmemory" } = (areas["ring"] ?? {}) as {
      kind?: string;
    };
    return kind === "consul";
  })
  .map(({ name }) => name);

let folder = "";
let stacks: readonly RenderedStack[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-conformance-"));
  stacks = await renderedStacks();
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What Consul says of the two folders that a server is started with. */
function validate(files: Readonly<Record<string, string>>): { valid: boolean; output: string } {
  const folders = ["config", "secrets"].map((name) => join(folder, name));
  for (const path of folders) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
  }
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(join(folder, path), content);
  }
  const { status, stdout, stderr } = spawnSync(program("consul"), ["validate", ...folders], {
    encoding: "utf8",
    timeout: 30_000,
  });
  return { valid: status === 0, output: `${stdout}${stderr}` };
}

/** The files of a server: its ConfigMap's and its Secret's. */
function serverFiles(name: string): Record<string, string> {
  const stack = stacks.find((candidate) => candidate.name === name);
  const secret = stack?.objects.find(
    ({ kind, metadata }) => kind === "Secret" && metadata.name.startsWith("consul-server-"),
  );
  const { "secrets.json": encoded = "" } = (secret?.["data"] ?? {}) as Record<string, string>;
  return {
    "config/consul.json": stack?.files["consul.json"] ?? "",
    "config/join.json": stack?.files["join-consul-0.json"] ?? "",
    "secrets/secrets.json": Buffer.from(encoded, "base64").toString(),
    // What the pod's -advertise says: Consul does not choose among several addresses.
    "config/advertise.json": JSON.stringify({ advertise_addr: "10.0.0.1" }),
  };
}

test("there are stacks with Consul", () => {
  expect(withConsul).toContain("prod");
  expect(withConsul).toContain("prod with every option");
});

test.each(withConsul)("Consul takes the servers' configuration of %s", (name) => {
  expect(validate(serverFiles(name))).toEqual({
    valid: true,
    output: expect.stringContaining("Configuration is valid!") as string,
  });
});

test("Consul refuses a key that it does not know", () => {
  const files = serverFiles("prod");
  const { valid, output } = validate({ ...files, "config/more.json": '{"bootstrap_expects": 3}' });
  expect({ valid, output }).toEqual({
    valid: false,
    output: expect.stringContaining("invalid config key bootstrap_expects") as string,
  });
});
