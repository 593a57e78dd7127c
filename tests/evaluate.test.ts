import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ConfigMap, Secret } from "@pulumi/kubernetes/core/v1";
import { evaluate, unknown } from "../tools/evaluate";
import { inventory, record, resourceOf } from "./support/record";

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts);
    this.registerOutputs({});
  }
}

const program = () => {
  const group = new Group("group");
  const first = new ConfigMap("first", { data: { a: "1" } }, { parent: group });
  const password = pulumi.secret("hidden");
  const second = new Secret(
    "second",
    { stringData: { list: password, id: first.id }, type: "Opaque" },
    {
      dependsOn: [first],
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["type"],
      customTimeouts: { create: "1m", update: "2m" },
    },
  );
  return { id: second.id, password, list: [pulumi.secret({ a: 1 }), "plain"] };
};

test("a program's resources are recorded as the engine gets them, in the order of their names", async () => {
  const evaluation = await evaluate(() => Promise.resolve(program()), { stack: "test" });
  expect(inventory(evaluation)).toEqual([
    "kubernetes:core/v1:ConfigMap::first",
    "kubernetes:core/v1:Secret::second",
    "test:index:Group::group",
  ]);
  expect(resourceOf(evaluation, "kubernetes:core/v1:Secret", "second")).toEqual({
    type: "kubernetes:core/v1:Secret",
    name: "second",
    custom: true,
    inputs: {
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      stringData: { list: "hidden", id: "first-id" },
    },
    secretPaths: ["stringData"],
    dependencies: ["kubernetes:core/v1:ConfigMap::first"],
    parent: "pulumi:pulumi:Stack::fraiseql-loki-test",
    protect: true,
    retainOnDelete: true,
    ignoreChanges: ["type"],
    customTimeouts: { create: "1m", update: "2m" },
  });
  expect(resourceOf(evaluation, "kubernetes:core/v1:ConfigMap", "first")).toMatchObject({
    secretPaths: [],
    dependencies: [],
    parent: "test:index:Group::group",
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    customTimeouts: { create: "", update: "" },
  });
  expect([evaluation.outputs, evaluation.secretOutputs]).toEqual([
    { id: "second-id", password: "hidden", list: [{ a: 1 }, "plain"] },
    ["list[0]", "password"],
  ]);
});

test("in a preview nothing that a resource returns is known", async () => {
  const evaluation = await record(program, { preview: true });
  const { inputs } = resourceOf(evaluation, "kubernetes:core/v1:Secret", "second");
  expect(JSON.stringify(inputs)).toContain(unknown);
  expect(evaluation.outputs["id"]).toBe(unknown);
});

test("a resource that is made once another one is known is recorded too", async () => {
  const evaluation = await record(() => {
    const first = new ConfigMap("first", {});
    void first.id.apply(() => new ConfigMap("late", {}));
  });
  expect(evaluation.resources.map(({ name }) => name)).toEqual(["first", "late"]);
});

test("the configuration and what is secret of it reach the program", async () => {
  const { outputs, secretOutputs } = await record(
    () => {
      const config = new pulumi.Config("app");
      return { plain: config.get("plain"), hidden: config.requireSecret("hidden") };
    },
    { config: { "app:plain": "1", "app:hidden": "2" }, secretKeys: ["app:hidden"] },
  );
  expect([outputs, secretOutputs]).toEqual([{ plain: "1", hidden: "2" }, ["hidden"]]);
});

/** In a process of their own, because a test fails at any rejection that it did not await. */
test("two evaluations that are asked for at once do not mix", async () => {
  const makes = (name: string) => async () => {
    // Gives the other one every chance to begin.
    await new Promise((resolve) => setImmediate(resolve));
    new ConfigMap(name, { data: { name } });
    return { name };
  };
  const names = ["a", "b", "c"];
  const evaluations = await Promise.all(
    names.map((name) => evaluate(makes(name), { stack: "test" })),
  );
  expect(evaluations.map(({ outputs }) => outputs)).toEqual(names.map((name) => ({ name })));
  expect(evaluations.map(inventory)).toEqual(
    names.map((name) => [`kubernetes:core/v1:ConfigMap::${name}`]),
  );
});

test("errors of a program reach who evaluates it, wherever they are thrown", () => {
  const cases = `
    const pulumi = require("@pulumi/pulumi");
    const { ConfigMap } = require("@pulumi/kubernetes/core/v1");
    const { evaluate } = require("./tools/evaluate");
    const programs = {
      thrown: () => { throw new Error("thrown at once"); },
      rejected: () => Promise.reject(new Error("rejected")),
      apply: async () => {
        new ConfigMap("a", {}).id.apply(() => { throw new Error("thrown in apply"); });
        return {};
      },
      lookup: async () => { await pulumi.runtime.invoke("aws:index/getRegion:getRegion", {}); return {}; },
      nothing: async () => undefined,
    };
    (async () => {
      for (const [name, program] of Object.entries(programs)) {
        await evaluate(program, { stack: "test" }).then(
          ({ outputs }) => console.log(name, JSON.stringify(outputs)),
          (error) => console.log(name, error.message.split("\\n")[0]),
        );
      }
    })();`;
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--require", "./tools/register.js", "--eval", cases],
    { cwd: join(__dirname, ".."), encoding: "utf8", timeout: 20_000 },
  );
  expect([stdout.trim().split("\n"), status]).toEqual([
    [
      "thrown thrown at once",
      "rejected rejected",
      "apply thrown in apply",
      "lookup the program looked up aws:index/getRegion:getRegion: it must evaluate without look-ups",
      "nothing {}",
    ],
    0,
  ]);
});
