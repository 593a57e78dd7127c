import { load } from "js-yaml";
import type { Registered } from "../../tools/evaluate";
import { cloudFile, cloudReferences, unresolvedManifests } from "../../tools/render/cloud";
import { configFiles, manifestFiles, manifests } from "../../tools/render/manifests";

const registered = (type: string, name: string, inputs: Record<string, unknown>): Registered => ({
  type,
  name,
  inputs,
  custom: true,
  secretPaths: [],
  dependencies: [],
  parent: "",
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  customTimeouts: { create: "", update: "" },
});

const object = (kind: string, name: string, more: Record<string, unknown> = {}) =>
  registered(`kubernetes:core/v1:${kind}`, name, {
    apiVersion: "v1",
    kind,
    metadata: { name, namespace: "logs" },
    ...more,
  });

describe("manifests", () => {
  test("are the Kubernetes objects, each after what it needs and in the order of names", () => {
    const found = manifests([
      object("DaemonSet", "a"),
      object("Service", "b"),
      object("Service", "a"),
      registered("kubernetes:core/v1:Namespace", "logs", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "logs" },
      }),
      registered("aws:s3/bucket:Bucket", "bucket", {}),
      { ...registered("kubernetes:made:up", "component", {}), custom: false },
    ]);
    expect(found.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "Namespace logs",
      "Service a",
      "Service b",
      "DaemonSet a",
    ]);
  });

  test("of a kind without a place in the order are a fault of the program", () => {
    expect(() => manifests([object("Pod", "a"), object("Service", "b")])).toThrow(
      "the renderer does not know when to apply a Pod: add it to applyOrder",
    );
  });

  test("hold secrets as the API server stores them", () => {
    const [secret] = manifests([object("Secret", "a", { stringData: { k: "pässword" } })]);
    expect(secret).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "a", namespace: "logs" },
      data: { k: Buffer.from("pässword").toString("base64") },
    });
    const encoded = object("Secret", "a", { data: { k: "eA==" } });
    expect(manifests([encoded])).toEqual([encoded.inputs]);
  });

  test("are written with their members in order, whatever the engine made of it", () => {
    const [first, second] = manifestFiles(
      manifests([
        object("Service", "b", { spec: { z: 1, a: [{ y: 1, b: 2 }, null] } }),
        object("Secret", "a", { stringData: { k: "x" } }),
      ]),
    );
    expect([first?.path, first?.secret, second?.path, second?.secret]).toEqual([
      "manifests/01-secret-a.yaml",
      true,
      "manifests/02-service-b.yaml",
      false,
    ]);
    expect(second?.content).toBe(
      [
        "apiVersion: v1",
        "kind: Service",
        "metadata:",
        "  name: b",
        "  namespace: logs",
        "spec:",
        "  a:",
        "    - b: 2",
        '      "y": 1',
        "    - null",
        "  z: 1",
        "",
      ].join("\n"),
    );
    expect(load(first?.content ?? "")).toMatchObject({ data: { k: "eA==" } });
  });
});

test("the files of ConfigMaps stand on their own", () => {
  const objects = manifests([
    object("ConfigMap", "a", { data: { "a.yaml": "1", "b.json": "2" } }),
    object("Secret", "s", { stringData: { k: "x" } }),
  ]);
  expect(configFiles(objects)).toEqual([
    { path: "files/a.yaml", content: "1", secret: false },
    { path: "files/b.json", content: "2", secret: false },
  ]);
});

describe("cloud resources", () => {
  test("are listed in Pulumi's words, in order, with secrets masked", () => {
    const { path, content, secret } = cloudFile([
      {
        ...registered("aws:iam/thing:Thing", "thing", {
          z: { key: "hidden", list: ["shown", "hidden"] },
          a: null,
        }),
        secretPaths: ["z.key", "z.list[1]"],
      },
      registered("gcp:storage/bucket:Bucket", "bucket", { name: "b" }),
      registered("random:index/randomPassword:RandomPassword", "p", {}),
      object("Service", "a"),
      { ...registered("fraiseql-loki:storage:S3Storage", "storage", {}), custom: false },
    ]);
    expect([path, secret]).toEqual(["cloud.json", false]);
    expect(content).toBe(
      `${JSON.stringify(
        [
          {
            name: "thing",
            type: "aws:iam/thing:Thing",
            inputs: { a: null, z: { key: "[secret]", list: ["shown", "[secret]"] } },
          },
          { name: "bucket", type: "gcp:storage/bucket:Bucket", inputs: { name: "b" } },
        ],
        null,
        2,
      )}\n`,
    );
  });

  test("leave a note where only the cloud knows a value, and the manifests with it are named", () => {
    const mock = (type: string) => ({ type, name: "role", inputs: {} });
    expect(cloudReferences(mock("aws:iam/role:Role"))).toEqual({ arn: "<arn of role>" });
    expect(cloudReferences(mock("gcp:storage/bucket:Bucket"))).toEqual({});
    const annotated = { name: "b", annotations: { role: "<arn of role>" } };
    const objects = manifests([
      object("ServiceAccount", "a"),
      object("ServiceAccount", "b", { metadata: annotated }),
    ]);
    expect(unresolvedManifests(objects)).toEqual(["manifests/01-serviceaccount-b.yaml"]);
  });
});
