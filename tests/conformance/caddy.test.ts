import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usersPath } from "../../components/gateway/caddyConfig";
import { clientCaPath } from "../../components/gateway/caddyTls";
import { lokiCaPath } from "../../components/gateway/caddyUpstreams";
import { certificates } from "../support/certificateTexts";
import { program } from "../support/programs";
import { renderedStacks, type RenderedStack } from "../support/rendered";
import { variants } from "../support/variants";

const withGateway = variants.filter(({ stack }) => stack === "prod").map(({ name }) => name);

/** The files that hold the users' hashes, as the configuration names them. */
const userFiles = new RegExp(`\\{file\\.${usersPath}/([^}]+)\\}`, "g");

let folder = "";
let stacks: readonly RenderedStack[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-conformance-"));
  writeFileSync(join(folder, "ca.crt"), certificates.authority);
  stacks = await renderedStacks();
  const users = withGateway.flatMap((name) => [...caddyFile(name).matchAll(userFiles)]);
  for (const [, file = ""] of users) {
    writeFileSync(join(folder, file), `$2a$10$${"a".repeat(53)}`);
  }
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What Caddy says of a configuration, which it provisions for that as if it were to run it. */
function validate(content: string): { valid: boolean; output: string } {
  const file = join(folder, "caddy.json");
  writeFileSync(
    file,
    content
      .replaceAll(usersPath, folder)
      .replaceAll(clientCaPath, join(folder, "ca.crt"))
      .replaceAll(lokiCaPath, folder),
  );
  const { status, stdout, stderr } = spawnSync(program("caddy"), ["validate", "--config", file], {
    encoding: "utf8",
    env: { XDG_CONFIG_HOME: join(folder, "config"), XDG_DATA_HOME: join(folder, "data") },
    timeout: 30_000,
  });
  return { valid: status === 0, output: `${stdout}${stderr}` };
}

const caddyFile = (name: string) =>
  stacks.find((stack) => stack.name === name)?.files["caddy.json"] ?? "";

test.each(withGateway)("Caddy takes the gateway's configuration of %s", (name) => {
  expect(validate(caddyFile(name))).toEqual({
    valid: true,
    output: expect.stringContaining("Valid configuration") as string,
  });
});

test("Caddy refuses a user whose hash is not there", () => {
  const { valid, output } = validate(
    caddyFile("prod").replaceAll(`${usersPath}/fraiseql-read`, `${usersPath}/nobody`),
  );
  expect({ valid, output }).toEqual({
    valid: false,
    output: expect.stringContaining("username and password are required") as string,
  });
});

test("Caddy refuses to start without the certificate of Loki's CA", () => {
  const { valid, output } = validate(
    caddyFile("prod with TLS").replaceAll(`${lokiCaPath}/ca.crt`, `${lokiCaPath}/none.crt`),
  );
  expect({ valid, output }).toEqual({
    valid: false,
    output: expect.stringContaining("none.crt: no such file or directory") as string,
  });
});
