import { Kubectl } from "../../tools/cluster/kubectl";
import { findOutputs, type FoundOutputs } from "../../tools/deployed/findOutputs";
import { openStack, requireRights } from "../../tools/deployed/openStack";
import { FakeKubectl, InProcessKubectl } from "../support/fakeKubectl";
import { namespaceWith, outputsOn, stackId, targetOf, TemporaryFile } from "./fixtures";

const outputs = outputsOn(8080);
const opened: { remove: () => void }[] = [];
const kept = <T extends { remove: () => void }>(resource: T): T => {
  opened.push(resource);
  return resource;
};
afterEach(() => {
  opened.splice(0).forEach((resource) => {
    resource.remove();
  });
});

const fileWith = (text: string) => kept(new TemporaryFile(text)).path;
const goodFile = () => fileWith(JSON.stringify(outputs));

async function messageOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error("nothing was refused"),
    (thrown: unknown) => thrown as Error,
  );
  // Folders of tests are new each time.
  return error.message.replace(/\/\S*outputs-\w+\/outputs\.json/g, "FILE");
}

async function allOf(found: AsyncIterable<FoundOutputs>): Promise<FoundOutputs[]> {
  const all: FoundOutputs[] = [];
  for await (const one of found) {
    all.push(one);
  }
  return all;
}

describe("outputs", () => {
  test("come from the file that is named, and from nowhere else", async () => {
    const path = goodFile();
    expect(await allOf(findOutputs(targetOf(path)))).toEqual([{ from: path, outputs }]);
  });

  test.each([
    ["no JSON", "namespace: loki"],
    ["no object", "null"],
    ["outputs of another program", '{"vpcId": "vpc-1"}'],
    ["outputs of a version that gave no id", '{"namespace": "loki"}'],
  ])("are refused where the file holds %s", async (_, text) => {
    expect(await messageOf(allOf(findOutputs(targetOf(fileWith(text)))))).toBe(
      "FILE holds no outputs of this program: expected JSON with stackId and namespace, as npm run render and pulumi stack output --json write it",
    );
  });

  test("are refused where there is no such file", async () => {
    expect(await messageOf(allOf(findOutputs(targetOf("/nonexistent.json"))))).toBe(
      "there is no /nonexistent.json: name the file of the outputs with --outputs",
    );
  });
});

describe("a stack", () => {
  const other = "b5a8b1f7-8f2b-4d39-a1b1-0c4a34d0e0ff";
  const asked = "get namespace loki --ignore-not-found --output json";

  test("is opened where its namespace has its id", async () => {
    const kubectl = kept(new FakeKubectl([[asked, namespaceWith(stackId)]]));
    const stack = await openStack(targetOf(goodFile()));
    expect(stack.outputs).toEqual(outputs);
    expect(kubectl.calls).toEqual([asked]);
    await stack.reach.close();
  });

  const place = { namespace: "loki", name: "acme-users" };
  const stored = {
    ...outputs,
    ...{ writePassword: "", readPassword: "" },
    passwordSecrets: {
      write: { ...place, key: "write-password" },
      read: { ...place, key: "read-password-2" },
    },
  };
  const readSecret = "get secret acme-users --namespace loki --output json";
  const openStored = (secret: object) =>
    openStack(
      targetOf(fileWith(JSON.stringify(stored))),
      new InProcessKubectl([
        [asked, namespaceWith(stackId)],
        [readSecret, secret],
      ]),
    );

  test("has the passwords that somebody else keeps in the cluster", async () => {
    const [write, read] = ["d3JpdGU=", "cmVhZA=="];
    const stack = await openStored({ data: { "write-password": write, "read-password-2": read } });
    expect(stack.outputs).toEqual({ ...stored, writePassword: "write", readPassword: "read" });
    await stack.reach.close();
  });

  test.each([
    [
      "are not there",
      { stderr: 'secrets "acme-users" not found', code: 1 },
      'you cannot read: secrets "acme-users" not found',
    ],
    ["lack the key", { data: {} }, "has no such key: add it"],
  ])("is refused where its passwords %s", async (_, secret, reason) => {
    expect(await messageOf(openStored(secret))).toBe(
      `the password of ${outputs.writeUser} is in the key write-password of the Secret loki/acme-users, which ${reason}`,
    );
  });

  test("is looked for in the context that is named", async () => {
    const kubectl = kept(new FakeKubectl([[`--context eks ${asked}`, namespaceWith(stackId)]]));
    await openStack(targetOf(goodFile(), { context: "eks" }));
    expect(kubectl.calls).toEqual([`--context eks ${asked}`]);
  });

  test.each([
    [
      "its namespace has another id",
      namespaceWith(other),
      `the cluster of the current context does not run stack "test": FILE tells of ${stackId} in the namespace loki, which there has ${other}. Choose the cluster with --context, or the outputs with --outputs`,
    ],
    [
      "its namespace has none",
      namespaceWith(undefined),
      `the cluster of the current context does not run stack "test": FILE tells of ${stackId} in the namespace loki, which there has no id. Choose the cluster with --context, or the outputs with --outputs`,
    ],
    [
      "there is no such namespace",
      { stdout: "" },
      `the cluster of the current context does not run stack "test": FILE tells of ${stackId} in the namespace loki, which there has no id. Choose the cluster with --context, or the outputs with --outputs`,
    ],
    [
      "the cluster cannot be reached",
      { stderr: "E1125 memcache.go\nThe connection to the server was refused", code: 1 },
      "the cluster of the current context does not answer: The connection to the server was refused",
    ],
  ])("is refused where %s", async (_, answer, message) => {
    const kubectl = kept(new FakeKubectl([[asked, answer]]));
    expect(await messageOf(openStack(targetOf(goodFile())))).toBe(message);
    expect(kubectl.calls).toEqual([asked]);
  });

  test("is refused where there is no kubectl", async () => {
    const { PATH } = process.env;
    process.env["PATH"] = "/nonexistent";
    const message = await messageOf(openStack(targetOf(goodFile())));
    process.env["PATH"] = PATH;
    expect(message).toBe("there is no kubectl in PATH: install it to reach the stack's cluster");
  });
});

describe("rights", () => {
  const right = (verb: string, resource: string, namespace?: string) => ({
    ...{ verb, resource },
    ...(namespace === undefined ? {} : { namespace }),
  });

  test("that are there are enough", async () => {
    const kubectl = new InProcessKubectl([["auth can-i", {}]]);
    await requireRights({ kubectl }, [right("get", "pods", "loki"), right("list", "nodes")]);
    expect(kubectl.calls).toEqual([
      "auth can-i get pods --namespace loki --quiet",
      "auth can-i list nodes --quiet",
    ]);
  });

  test("that are missing are all named", async () => {
    const kubectl: Kubectl = new InProcessKubectl([["auth can-i get", {}]]);
    const rights = [
      ...[right("get", "pods", "loki"), right("create", "pods/portforward", "loki")],
      right("list", "nodes"),
    ];
    expect(await messageOf(requireRights({ kubectl }, rights))).toBe(
      "this needs rights that you do not have on the cluster: create pods/portforward in loki, list nodes",
    );
  });
});
