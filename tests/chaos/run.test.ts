import { Kubectl } from "../../tools/cluster/kubectl";
import type { Fault } from "../../tools/chaos/fault";
import { faults } from "../../tools/chaos/faults";
import type { ChaosOptions } from "../../tools/chaos/options";
import { runChaos } from "../../tools/chaos/run";
import { namespaceWith, outputsOn, stackId, TemporaryFile } from "../deployed/fixtures";
import { FakeKubectl, type Answers } from "../support/fakeKubectl";

const context = "--context test ";
let file: TemporaryFile;
let kubectl: FakeKubectl | undefined;
beforeEach(() => {
  file = new TemporaryFile(JSON.stringify(outputsOn(8080)));
});
afterEach(() => {
  file.remove();
  kubectl?.remove();
  kubectl = undefined;
});

const pod = (name: string, ready = true) => ({
  metadata: { name: `${name}-0`, labels: { "app.kubernetes.io/name": name } },
  spec: { nodeName: "node" },
  status: {
    phase: "Running",
    conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
  },
});

/** A cluster with a stack of these pods. */
const cluster = (pods: readonly object[], rights: Answers = []): Answers => [
  ...rights,
  [`${context}get namespace loki --ignore-not-found`, namespaceWith(stackId)],
  [`${context}auth can-i`, { code: 0 }],
  [`${context}get pods --namespace loki-collector`, { items: [pod("promtail")] }],
  [`${context}get pods --namespace loki`, { items: pods }],
];

const options = (more: Partial<ChaosOptions> = {}): ChaosOptions => ({
  target: { stack: "prod", context: "test", outputsFile: file.path, direct: true },
  faults,
  named: false,
  short: true,
  json: false,
  image: "busybox",
  ...more,
});

/** What a run that is refused says, and what it asked of the cluster. */
async function refused(answers: Answers, more: Partial<ChaosOptions> = {}) {
  kubectl = new FakeKubectl(answers);
  const { signal } = new AbortController();
  const plain = new Kubectl(process.env, "test");
  const run = runChaos(options(more), { kubectl: plain, tell: () => undefined, signal });
  const { message } = await run.then(
    () => new Error("nothing was refused"),
    (error: unknown) => error as Error,
  );
  const changes = kubectl.calls.filter((call) => !/^--context test (get|auth can-i) /.test(call));
  return { message, changes };
}

const faultsNamed = (...ids: readonly string[]): Fault[] =>
  faults.filter(({ id }) => ids.includes(id));

test("refuses where a right is missing, names it, and touches nothing", async () => {
  const answers = cluster(
    [pod("loki")],
    [
      [`${context}auth can-i create namespaces`, { code: 1 }],
      [`${context}auth can-i create pods/exec --namespace loki-chaos`, { code: 1 }],
    ],
  );
  expect(await refused(answers)).toEqual({
    message:
      "this needs rights that you do not have on the cluster: create namespaces, create pods/exec in loki-chaos",
    changes: [],
  });
});

test("refuses a fault that was named and that the stack cannot have", async () => {
  const more = { faults: faultsNamed("F01", "F18"), named: true };
  expect(await refused(cluster([pod("loki")]), more)).toEqual({
    message:
      'F01 (one Loki killed) is not possible on stack "prod": it needs 3 Lokis, and the stack has 1',
    changes: [],
  });
});

test("refuses to break a stack that is broken already", async () => {
  const { message, changes } = await refused(cluster([pod("loki", false)]), {
    faults: faultsNamed("F05"),
    named: true,
  });
  expect(message).toMatch(/^the stack is not whole, so no fault is made: /);
  expect(changes).toEqual([]);
});

test("refuses the cluster of another stack", async () => {
  const { message, changes } = await refused([
    [`${context}get namespace loki --ignore-not-found`, namespaceWith("another-id")],
  ]);
  expect(message).toMatch(/^the cluster of the context test does not run stack "prod": /);
  expect(changes).toEqual([]);
});
