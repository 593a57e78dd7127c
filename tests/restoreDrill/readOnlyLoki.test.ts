import { ReadOnlyLoki } from "../../tools/restoreDrill/readOnlyLoki";
import { outputsOn } from "../deployed/fixtures";
import { InProcessKubectl, type Answers } from "../support/fakeKubectl";

const removal =
  "kubectl --namespace loki delete pod/loki-restore-drill configmap/loki-restore-drill";

function loki(answers: Answers) {
  const kubectl = new InProcessKubectl(answers);
  return { kubectl, second: new ReadOnlyLoki({ kubectl, outputs: outputsOn(3100) }) };
}

const podIn = (phase: string) => ({
  metadata: { name: "loki-restore-drill" },
  status: {
    phase,
    conditions: [{ type: "Ready", status: phase === "Running" ? "True" : "False" }],
  },
});

test("is made, waited for and removed", async () => {
  const { kubectl, second } = loki([
    ["create", {}],
    ["get pod loki-restore-drill", podIn("Running")],
    ["delete", {}],
  ]);
  await second.start([]);
  expect(await second.remove()).toBeUndefined();
  expect(kubectl.calls).toEqual([
    "create --filename -",
    "get pod loki-restore-drill --namespace loki --output json",
    "delete pod/loki-restore-drill configmap/loki-restore-drill --namespace loki --ignore-not-found --wait=true --timeout=60s",
  ]);
});

test("removes nothing that it has not made", async () => {
  const { kubectl, second } = loki([]);
  expect(await second.remove()).toBeUndefined();
  expect(kubectl.calls).toEqual([]);
});

test("is refused where another drill has one", async () => {
  const taken = `a restore drill runs in the namespace loki already; if not, remove what it left: ${removal}`;
  const { second } = loki([
    ["get pod loki-restore-drill", { stdout: "pod/loki-restore-drill\n" }],
    ["create", { code: 1, stderr: 'pods "loki-restore-drill" (AlreadyExists)' }],
  ]);
  await expect(second.requireAbsent()).rejects.toThrow(new Error(taken));
  // The other one came in between.
  await expect(second.start([])).rejects.toThrow(new Error(taken));
  expect(await second.remove()).toBeUndefined();
});

test("tells its log when it does not start", async () => {
  const { second } = loki([
    ["create", {}],
    ["get pod loki-restore-drill", podIn("Failed")],
    ["logs", { stdout: "no such bucket\n" }],
  ]);
  await expect(second.start([])).rejects.toThrow(
    new Error("the second Loki does not start: no such bucket"),
  );
});

test("tells the command that removes it when it cannot", async () => {
  const { second } = loki([
    ["create", {}],
    ["get pod loki-restore-drill", podIn("Running")],
    ["delete", { code: 1, stderr: "forbidden" }],
  ]);
  await second.start([]);
  expect(await second.remove()).toBe(`the drill's pod and ConfigMap are still there: ${removal}`);
});

test("is removed also where its making is interrupted", async () => {
  const { kubectl, second } = loki([
    ["create", { code: 1, stderr: "interrupted" }],
    ["delete", {}],
  ]);
  await expect(second.start([])).rejects.toThrow("interrupted");
  expect(await second.remove()).toBeUndefined();
  expect(kubectl.calls.at(-1)).toMatch(/^delete pod\/loki-restore-drill/);
});
