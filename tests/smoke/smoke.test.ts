import { smoke } from "../../tools/smoke/smoke";
import { table } from "../../tools/smoke/report";
import {
  outputsOn,
  stackAnswers,
  stackId,
  targetOf,
  TemporaryFile,
  namespaceWith,
} from "../deployed/fixtures";
import { prodConfig } from "../loki/fixtures";
import { FakeKubectl, type Answers } from "../support/fakeKubectl";
import { FakeLoki } from "../support/fakeLoki";

const replicas = 3;
const loki = new FakeLoki(replicas);
let port = 0;
let kubectl: FakeKubectl;
let file: TemporaryFile;

beforeAll(async () => {
  port = await loki.listen();
});
afterAll(() => loki.close());
beforeEach(() => {
  loki.reset();
  file = new TemporaryFile(JSON.stringify(outputsOn(port)));
  kubectl = new FakeKubectl([["auth can-i", {}], ...stackAnswers(port, replicas, prodConfig())]);
});
afterEach(() => {
  kubectl.remove();
  file.remove();
});

const run = () => smoke({ target: targetOf(file.path), json: false });

const names = [
  ...["write", "memory, forward", "memory, backward", "order", "metric query"],
  ...["labels", "structured metadata", "flush", "store, forward", "store, backward"],
  ...["no credentials", "admin paths", "retention", "ring", "compactor"],
];

test("a stack that does all it should", async () => {
  const report = await run();
  const detail = (name: string) => report.checks.find((check) => check.name === name)?.detail;
  expect(report.checks.map(({ name }) => name)).toEqual(names);
  expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(report).toMatchObject({ stack: "test", namespace: "loki", ok: true });
  const { fate, ...left } = report.leftovers;
  expect(left).toEqual({ lines: 1_000, query: `{job="loki-smoke"} |= "run=${report.run} "` });
  expect(fate).toMatch(
    /^its retention removes them after \d{4}-\d\d-\d\d: this stack takes no requests to delete lines$/,
  );
  expect(detail("ring")).toBe("3 of 3 ACTIVE");
  expect(detail("retention")).toBe("90 days, on 3 of 3 replicas");
  expect(loki.deletions).toEqual([]);

  const lines = table({ ...report, seconds: 7.5 })
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => line.slice(0, 19).trim())).toEqual([
    ...["check", ...names, "left behind", "all"],
  ]);
  expect(lines.at(-1)).toMatch(/^all +ok +15 of 15 checks in 7\.5 s, run [0-9a-f]{17}$/);
});

describe("is refused, with nothing written,", () => {
  const refused = async (answers: Answers) => {
    kubectl.remove();
    kubectl = new FakeKubectl(answers);
    const error = await run().catch((thrown: unknown) => thrown);
    expect(kubectl.calls.filter((call) => !/^(get namespace|auth can-i)/.test(call))).toEqual([]);
    return (error as Error).message.replace(file.path, "FILE");
  };

  test("on a cluster that is not the stack's", async () => {
    const other = namespaceWith("b5a8b1f7-8f2b-4d39-a1b1-0c4a34d0e0ff");
    expect(await refused([["get namespace loki", other]])).toBe(
      'the cluster of the current context does not run stack "test": FILE tells of 4b89702f-703b-4dc3-b771-4d5fd37e6514 in the namespace loki, which there has b5a8b1f7-8f2b-4d39-a1b1-0c4a34d0e0ff. Choose the cluster with --context, or the outputs with --outputs',
    );
  });

  test("without the rights it needs", async () => {
    const message = await refused([
      ["get namespace loki", namespaceWith(stackId)],
      ["auth can-i get configmaps", { code: 1 }],
      ["auth can-i get statefulsets.apps", { code: 1 }],
      ["auth can-i", {}],
    ]);
    expect(message).toBe(
      "this needs rights that you do not have on the cluster: get configmaps in loki, get statefulsets.apps in loki",
    );
  });
});
