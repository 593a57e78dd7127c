import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import { generatedFiles } from "../../tools/generate";
import { introduction } from "../../tools/settingsPage";
import { check, flat, today, type Areas } from "./badInput";
import { checkSettings } from "../../components/settings/checkSettings";

const root = join(__dirname, "../..");
const read = (name: string) => readFileSync(join(root, name), "utf8");

interface StackFile {
  readonly config: Areas;
}

const editorSchema = z.fromJSONSchema(
  JSON.parse(read("settings.schema.json")) as Parameters<typeof z.fromJSONSchema>[0],
);

test.each(["settings.schema.json", "docs/settings.md", "docs/queries.md"])(
  "%s is what npm run generate writes",
  (name) => {
    expect(read(name)).toBe(generatedFiles()[name]);
  },
);

describe.each(["dev", "prod"])("Pulumi.%s.yaml", (stack) => {
  const text = read(`Pulumi.${stack}.yaml`);
  const file = load(text) as StackFile;

  test("tells editors its schema, and the schema is there", () => {
    const [first] = text.split("\n");
    const path = /^# yaml-language-server: \$schema=(.*)$/.exec(first ?? "")?.[1] ?? "";

    expect(existsSync(join(root, path))).toBe(true);
    expect(editorSchema.safeParse(file)).toMatchObject({ success: true });
  });

  test("is accepted without a problem or a warning", () => {
    const checked = checkSettings(
      { stack, config: flat(file.config), secretKeys: new Set() },
      today,
    );

    expect(checked).toEqual({
      settings: expect.objectContaining({ environment: stack }) as unknown,
      problems: [],
      warnings: [],
    });
  });
});

test("a working production stack takes at most 12 lines", () => {
  const lines = read("Pulumi.prod.yaml")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));

  expect(lines.length).toBeLessThanOrEqual(12);
});

const stackFiles = [...introduction.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => load(text) as StackFile,
);

test("the settings page shows a production stack for each cloud", () => {
  expect(stackFiles).toHaveLength(3);
});

test.each(stackFiles)("a stack file on the settings page is accepted: %j", (file) => {
  const { config } = file;

  expect(editorSchema.safeParse(file)).toMatchObject({ success: true });
  expect(check("prod", { storage: undefined, ...config }).problems).toEqual([]);
});

const editorAccepts = (settings: Areas, more: Areas = {}) =>
  editorSchema.safeParse({ ...more, config: settings }).success;

test("editors see the whole stack file, encrypted values and other providers' settings", () => {
  const grafana = { adminPassword: { secure: "v1:abc" } };

  expect(
    editorAccepts(
      { "fraiseql-loki:grafana": grafana, "kubernetes:context": "acme", "aws:region": "eu-west-1" },
      { secretsprovider: "awskms://alias/pulumi", encryptedkey: "a", encryptionsalt: "b" },
    ),
  ).toBe(true);
});

test.each([
  { "fraiseql-loki:lokki": {} },
  { "fraiseql-loki:loki": { replica: 3 } },
  { "fraiseql-loki:loki": { replicas: 0 } },
  { "fraiseql-loki:loki": { maxChunkAge: "2 hours" } },
  { "fraiseql-loki:storage": { kind: "azure" } },
  { "fraiseql-loki:loki": { resources: { memoryLimit: "4G" } } },
])("editors mark %j", (settings) => {
  expect(editorAccepts(settings)).toBe(false);
});
