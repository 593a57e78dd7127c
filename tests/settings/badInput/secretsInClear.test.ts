import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSettings } from "../../../components/settings/checkSettings";
import { problemsText } from "../../../components/settings/problems";
import { readStackFiles, type StackFiles } from "../../../components/settings/stackFiles";
import {
  settingsTree,
  variantsOf,
  type SettingsNode,
} from "../../../components/settings/settingsTree";
import * as traces from "../../tracing/fixtures";
import {
  flat,
  inClear,
  problemsOf,
  provider,
  s3,
  s3Compatible,
  testRows,
  today,
  type Areas,
} from "../badInput";

const secret = "sixteen letters!";
const rotation = { passwordGeneration: 3, oldestPasswordGeneration: 2 };
const tenant = (passwords: Areas) => ({ tenants: [{ id: "a" }, { id: "b", ...passwords }] });

/** Every place of a secret, with settings that have one there and nowhere else in clear. */
const places: [string, Areas][] = [
  ["grafana.adminPassword", { grafana: { adminPassword: secret } }],
  [
    "grafana.oauth.clientSecret",
    { grafana: { url: "https://g.example.com", oauth: { ...provider, clientSecret: secret } } },
  ],
  [
    "grafana.database.password",
    { grafana: { database: { kind: "mysql", host: "db.example.com:3306", password: secret } } },
  ],
  [
    "monitoring.remoteWrite.password",
    {
      monitoring: {
        remoteWrite: { url: "https://metrics.example.com/push", user: "acme", password: secret },
      },
    },
  ],
  ["tenants[1].writePassword", tenant({ writePassword: secret })],
  ["tenants[1].readPassword", tenant({ readPassword: secret })],
  ["tenants[1].previousWritePassword", tenant({ ...rotation, previousWritePassword: secret })],
  ["tenants[1].previousReadPassword", tenant({ ...rotation, previousReadPassword: secret })],
];

const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: secret };
const credentials = ["storage.credentials.accessKeyId", "storage.credentials.secretAccessKey"];
const keysOfTraces = credentials.map((path) => `tracing.${path}`);
const tempo = (credentialsOfTraces: Areas) => ({
  tracing: {
    deploy: true,
    storage: { ...traces.s3Compatible, credentials: credentialsOfTraces },
  },
});

testRows([
  ...places.map(([path, areas]) => ({
    row: "C57",
    stack: "prod" as const,
    bad: areas,
    encrypted: [],
    message: inClear("prod", path),
    good: areas,
  })),
  {
    row: "C57",
    stack: "prod",
    bad: { storage: s3Compatible({ credentials: keys }) },
    encrypted: [],
    message: credentials.map((path) => inClear("prod", path)).join("\n"),
    good: { storage: s3Compatible({ credentials: { existingSecret: "loki-object-store" } }) },
  },
  {
    row: "C57",
    stack: "prod",
    bad: tempo(keys),
    encrypted: [],
    message: keysOfTraces.map((path) => inClear("prod", path)).join("\n"),
    good: tempo({ existingSecret: "tempo-object-store" }),
  },
  {
    row: "C57",
    stack: "dev",
    bad: { grafana: { adminPassword: secret }, loki: { replicas: 0 } },
    encrypted: ["fraiseql-loki:loki"],
    message: `${inClear("dev", "grafana.adminPassword")}
config error [C04] fraiseql-loki:loki.replicas: got [secret]; expected a whole number from 1 to 99.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 1`,
    good: { grafana: { adminPassword: secret } },
  },
]);

test("every secret that the settings have is among these places", () => {
  const secrets = (node: SettingsNode, path: string): string[] =>
    node.writeOnly === true
      ? [path]
      : variantsOf(node).flatMap((variant) => [
          ...(variant.items === undefined ? [] : secrets(variant.items, `${path}[]`)),
          ...Object.entries(variant.properties ?? {}).flatMap(([name, member]) =>
            secrets(member, path === "" ? name : `${path}.${name}`),
          ),
        ]);
  const tested = [...places.map(([path]) => path), ...credentials, ...keysOfTraces];

  expect(tested.map((path) => path.replace("[1]", "[]")).sort()).toEqual(
    [...new Set(secrets(settingsTree("prod"), ""))].sort(),
  );
});

/** What is said of settings whose file holds these, all of the key being called secret. */
function withFile(stored: Areas, clear: Areas, stack = "prod") {
  const stackFiles = new Map([[stack, flatKeys(stored)]]);
  return said(clear, stackFiles, Object.keys(flatKeys(stored)), stack);
}

const flatKeys = (areas: Areas) =>
  Object.fromEntries(Object.entries(areas).map(([key, value]) => [`fraiseql-loki:${key}`, value]));

function said(areas: Areas, stackFiles: StackFiles, secretKeys: readonly string[], stack = "prod") {
  const config = flat({ storage: s3(), ...areas });
  const stackConfig = { stack, config, secretKeys: new Set(secretKeys), stackFiles };
  return problemsText("error", checkSettings(stackConfig, today).problems);
}

describe("a secret in clear beside an encrypted one", () => {
  const grafana = {
    url: "https://g.example.com",
    adminPassword: secret,
    oauth: { ...provider, clientSecret: "hunter2-hunter2" },
  };
  const secure = { secure: "v1:abc" };
  const half = { ...grafana, oauth: { ...provider, clientSecret: secure } };

  test("is told by the stack's file", () => {
    expect(withFile({ grafana: half }, { grafana })).toBe(inClear("prod", "grafana.adminPassword"));
  });

  test("is not told of a file that says something else: another one was read", () => {
    const other = { ...half, adminPassword: "another password" };

    expect(withFile({ grafana: other }, { grafana })).toBe("");
    expect(said({ grafana }, new Map(), ["fraiseql-loki:grafana"])).toBe("");
  });

  test("both encrypted are accepted", () => {
    const both = { ...half, adminPassword: secure };

    expect(withFile({ grafana: both }, { grafana })).toBe("");
  });
});

test("what stands in clear beside a secret is shown, what is encrypted is not", () => {
  const grafana = { adminUser: "a:b", volumeSize: "7 GB", adminPassword: secret };
  const stored = { ...grafana, adminPassword: { secure: "v1:a" }, volumeSize: { secure: "v1:b" } };

  expect(withFile({ grafana: stored }, { grafana })).toBe(
    `config error fraiseql-loki:grafana.adminUser: got "a:b"; expected 1 to 190 of A-Za-z0-9 _ . @ -.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.adminUser' loki-admin
config error [C31] fraiseql-loki:grafana.volumeSize: got [secret]; expected none or a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:grafana.volumeSize' 5Gi`,
  );
});

test("the message never holds the secret", () => {
  for (const [, areas] of places) {
    expect(problemsOf("prod", areas, [])).not.toContain(secret);
  }
});

describe("the stack files of a project", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-stacks-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: fraiseql-loki\nconfig: {a: 1}\n");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {a:b: {c: {secure: v1:x}}}\n");
    writeFileSync(join(folder, "Pulumi.eu.prod.yml"), "config: {a:b: 1}\n");
    writeFileSync(join(folder, "Pulumi.broken.yaml"), "config: [\n");
    writeFileSync(join(folder, "Pulumi.empty.yaml"), "");
    writeFileSync(join(folder, "Pulumi.text.yaml"), "config: text\n");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("are read as they are stored; one that cannot be read holds nothing", () => {
    expect([...readStackFiles(folder)]).toEqual([
      ["broken", {}],
      ["dev", { "a:b": { c: { secure: "v1:x" } } }],
      ["empty", {}],
      ["eu.prod", { "a:b": 1 }],
      ["text", {}],
    ]);
  });

  test("are none where there is no folder", () => {
    expect(readStackFiles(join(folder, "nowhere"))).toEqual(new Map());
  });
});
