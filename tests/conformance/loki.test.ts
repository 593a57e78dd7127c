import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../support/programs";
import { renderedStacks, type RenderedStack } from "../support/rendered";
import { variants } from "../support/variants";

let folder = "";
let stacks: readonly RenderedStack[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-conformance-"));
  stacks = await renderedStacks();
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What Loki itself says of a configuration file, started as in the pod. */
function verify(content: string, more: readonly string[] = []): { valid: boolean; output: string } {
  const file = join(folder, "loki.yaml");
  writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(
    program("loki"),
    [`-config.file=${file}`, "-config.expand-env=true", "-verify-config", ...more],
    { encoding: "utf8", env: { POD_IP: "10.0.0.1", POD_NAME: "loki-7" }, timeout: 30_000 },
  );
  return { valid: status === 0, output: `${stdout}${stderr}` };
}

/** The configuration as Loki has read it. */
function understood(content: string): string {
  return verify(content, ["-print-config-stderr"]).output;
}

function lokiFile(name: string): string {
  const content = stacks.find((stack) => stack.name === name)?.files["loki.yaml"];
  if (content === undefined) {
    throw new Error(`${name} has no loki.yaml`);
  }
  return content;
}

test.each(variants.map(({ name }) => name))("Loki takes the configuration of %s", (name) => {
  const { valid, output } = verify(lokiFile(name));
  expect({ valid, output }).toEqual({
    valid: true,
    output: expect.stringContaining("config is valid") as string,
  });
});

test("a dollar sign in a selector survives Loki's own expansion of variables", () => {
  const file = lokiFile("prod with every option");
  expect(understood(file)).toContain('app=~"api|web$"');
  // What is not doubled is expanded: the doubling is needed.
  expect(understood(file.replace("web$$", "web${POD_IP}"))).toContain('app=~"api|web10.0.0.1"');
});

test("an ingester has the address of its own Service, every other part that of its pod", () => {
  const sections = understood(lokiFile("prod")).split(/\n(?=\w)/);
  const section = (name: string) => sections.find((text) => text.startsWith(`${name}:\n`));
  expect(section("ingester")).toMatch(/\n {4}address: loki-7\.loki\.svc\n/);
  expect(section("compactor")).toMatch(/\n {4}instance_addr: 10\.0\.0\.1\n/);
});

test("Loki refuses a key that it does not know", () => {
  const { valid, output } = verify(`${lokiFile("dev")}\nauth: {type: basic}\n`);
  expect(valid).toBe(false);
  expect(output).toContain("field auth not found");
});
