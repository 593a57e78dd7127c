import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { command, Refusal } from "../../tools/refusal";
import { GeneratedValues } from "../../tools/render/generatedValues";
import { renderOptions } from "../../tools/render/options";
import { readStackFile } from "../../tools/render/stackFile";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-stack-file-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const path = () => join(folder, "Pulumi.test.yaml");
const shown = () => relative(process.cwd(), path());

function read(content: string) {
  writeFileSync(path(), content);
  return readStackFile(path());
}

test("a stack file becomes what the engine hands to the program", () => {
  expect(
    read(`
config:
  aws:region: eu-west-1
  fraiseql-loki:environment: dev
  fraiseql-loki:loki: {replicas: 3, patterns: true, schema: [{from: "2024-04-01"}]}
`),
  ).toEqual({
    "aws:region": "eu-west-1",
    "fraiseql-loki:environment": "dev",
    "fraiseql-loki:loki": '{"replicas":3,"patterns":true,"schema":[{"from":"2024-04-01"}]}',
  });
});

test.each([
  ["empty", ""],
  ["without a configuration", "encryptionsalt: v1:abc\n"],
  ["with an empty configuration", "config:\n"],
])("a stack file that is %s has no settings", (_, content) => {
  expect(read(content)).toEqual({});
});

const deploy =
  "Deploy this stack with pulumi up, or render from a file without them (--config-file): what is unset is generated";

test.each([
  ["no mapping", "- a\n", "is no stack file: expected a mapping with the key config"],
  [
    "no mapping of settings",
    "config: [a]\n",
    "is no stack file: expected a mapping with the key config",
  ],
  [
    "no YAML",
    "config: [",
    "is not valid YAML: unexpected end of the stream within a flow collection (2:1)",
  ],
  [
    "encrypted values",
    "config:\n  a:b: {secure: v1:x}\n  a:tenants: [{id: t, readPassword: {secure: v1:y}}]\n",
    `holds encrypted values that only the engine can read: a:b, a:tenants[0].readPassword. ${deploy}`,
  ],
])("%s is refused", (_, content, reason) => {
  expect(() => read(content)).toThrow(new Refusal(`${shown()} ${reason}`));
});

test("a missing file is refused", () => {
  const file = join(folder, "Pulumi.none.yaml");
  expect(() => readStackFile(file)).toThrow(
    new Refusal(
      `there is no ${relative(process.cwd(), file)}: make it, or name another stack with --stack`,
    ),
  );
});

describe("the values that a rendering keeps", () => {
  const file = () => join(folder, "generated.json");
  const resource = (type: string, name: string, inputs: object) =>
    ({ type, name, inputs }) as Parameters<GeneratedValues["create"]>[0];
  const password = resource("random:index/randomPassword:RandomPassword", "p", { length: 20 });

  test("are of the length and characters that the program asks for", () => {
    const values = new GeneratedValues(join(folder, "none.json"), false);
    const hexadecimal = { length: 64, overrideSpecial: "0123456789abcdef" };
    const digits = values.create({ ...password, name: "digits", inputs: hexadecimal });
    expect(values.create(password)["result"]).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(values.create({ ...password, name: "q", inputs: {} })["result"]).toMatch(
      /^[A-Za-z0-9]{32}$/,
    );
    expect(digits["result"]).toMatch(/^[0-9a-f]{64}$/);
    expect(
      values.create(resource("random:index/randomUuid:RandomUuid", "u", {}))["result"],
    ).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(values.create(resource("aws:s3/bucket:Bucket", "b", {}))).toEqual({});
  });

  test("are taken from the file, without those of resources that are gone", () => {
    const kept = { result: "kept", bcryptHash: "hash" };
    const key = "random:index/randomPassword:RandomPassword::p";
    writeFileSync(file(), JSON.stringify({ [key]: kept, "random:gone::x": { result: "x" } }));
    const values = new GeneratedValues(file(), false);
    expect(values.create(password)).toEqual(kept);
    expect(JSON.parse(values.toJson())).toEqual({ [key]: kept });
  });

  test("are not made anew when the file is damaged", () => {
    writeFileSync(file(), '{"half');
    expect(() => new GeneratedValues(file(), true)).toThrow(
      new Refusal(
        `${relative(process.cwd(), file())} is damaged, and holds the passwords of this stack: restore it, or delete it to have new ones`,
      ),
    );
    expect(() => new GeneratedValues(folder, false)).toThrow("EISDIR");
  });
});

describe("the options of a rendering", () => {
  const usage = "npm run render -- --stack NAME [--out DIR] [--config-file FILE] [--rotate]";

  test("are these", () => {
    expect(renderOptions(["--stack", "dev"])).toEqual({ stack: "dev", rotate: false });
    expect(
      renderOptions(["--stack=a_b.c-1", "--out", "o", "--config-file", "f", "--rotate"]),
    ).toEqual({ stack: "a_b.c-1", out: "o", configFile: "f", rotate: true });
  });

  test.each([
    ["no stack", [], `--stack is missing: ${usage}`],
    [
      "a name that leads elsewhere",
      ["--stack", "../dev"],
      '"../dev" is no stack name: expected letters, digits, -, _ and .',
    ],
    ["no name", ["--stack", ""], '"" is no stack name: expected letters, digits, -, _ and .'],
    ["a word too many", ["dev"], /^Unexpected argument 'dev'\. .*--rotate\]$/],
    ["an unknown option", ["--stak", "dev"], /^Unknown option '--stak'.*--rotate\]$/],
  ])("with %s are refused", (_, args, message) => {
    expect(() => renderOptions(args)).toThrow(
      typeof message === "string" ? new Refusal(message) : message,
    );
  });
});

describe("a command", () => {
  const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  afterEach(() => {
    write.mockClear();
    process.exitCode = undefined;
  });

  test("that is refused ends with code 1 and the sentence", async () => {
    await command(() => {
      throw new Refusal("no");
    });
    expect([process.exitCode, write.mock.calls]).toEqual([1, [["no\n"]]]);
  });

  test("that the settings refuse does so too, whichever SDK made the error", async () => {
    await command(() =>
      Promise.reject(Object.assign(new Error("bad"), { __pulumiRunError: true })),
    );
    expect([process.exitCode, write.mock.calls]).toEqual([1, [["bad\n"]]]);
  });

  test("that has a fault of its own shows where", async () => {
    await expect(command(() => Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
    expect([process.exitCode, write.mock.calls]).toEqual([undefined, []]);
  });

  test("that succeeds says nothing", async () => {
    await command(() => undefined);
    expect([process.exitCode, write.mock.calls]).toEqual([undefined, []]);
  });
});
