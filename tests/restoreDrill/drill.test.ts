import { restoreDrill } from "../../tools/restoreDrill/drill";
import type { DrillOptions } from "../../tools/restoreDrill/options";
import { table } from "../../tools/restoreDrill/report";
import {
  namespaceWith,
  outputsOn,
  stackAnswers,
  stackId,
  targetOf,
  TemporaryFile,
} from "../deployed/fixtures";
import { devConfig, prodConfig } from "../loki/fixtures";
import { FakeKubectl, type Answers } from "../support/fakeKubectl";

const file = new TemporaryFile(JSON.stringify(outputsOn(3100)));
afterAll(() => {
  file.remove();
});

/** What a drill says that must not begin, and what it asked kubectl to change. */
async function refused(answers: Answers, more: Partial<DrillOptions> = {}) {
  const kubectl = new FakeKubectl(answers);
  const options = { target: targetOf(file.path), restartLokis: false, json: false, ...more };
  const error = await restoreDrill(options, () => undefined).catch((thrown: unknown) => thrown);
  const changes = kubectl.calls.filter((call) => /^(create|apply|delete|scale)/.test(call));
  kubectl.remove();
  return { message: (error as Error).message, changes };
}

const owned = ["get namespace loki", namespaceWith(stackId)] as const;
const allowed = ["auth can-i", {}] as const;
const noPod = ["get pod loki-restore-drill", { stdout: "" }] as const;

test.each<[string, Answers, Partial<DrillOptions>, string]>([
  [
    "a stack without a bucket",
    [allowed, noPod, ...stackAnswers(3100, 1, devConfig())],
    {},
    'stack "test" keeps its logs on the volume of its one Loki, which no second one can read: a restore drill needs a bucket (storage.kind s3, gcs or s3Compatible)',
  ],
  [
    "a run that is none, before the cluster is asked,",
    [],
    { run: "yesterday" },
    '"yesterday" names no run: expected the 17 letters and digits that npm run smoke or npm run restore-drill has printed',
  ],
  [
    "a user who may not make pods",
    [owned, ["auth can-i create", { code: 1 }], allowed],
    {},
    "this needs rights that you do not have on the cluster: create pods in loki, create configmaps in loki",
  ],
  [
    "a second drill at the same time",
    [
      allowed,
      ["get pod loki-restore-drill", { stdout: "pod/loki-restore-drill\n" }],
      ...stackAnswers(3100, 3, prodConfig()),
    ],
    {},
    "a restore drill runs in the namespace loki already; if not, remove what it left: kubectl --namespace loki delete pod/loki-restore-drill configmap/loki-restore-drill",
  ],
])("%s is refused with nothing changed", async (_, answers, more, message) => {
  expect(await refused(answers, more)).toEqual({ message, changes: [] });
});

test("the table tells what is left, and what could not be removed", () => {
  const report = {
    ...{ stack: "prod", namespace: "loki", bucket: "acme", run: "r1", ok: false, seconds: 70 },
    checks: [
      { name: "write", ok: true, detail: "1000 of 1000 lines acknowledged" },
      { name: "second Loki", ok: false, detail: "the second Loki does not start" },
    ],
    leftovers: { lines: 1_000, query: "{}", fate: "they stay" },
    notRemoved: "kubectl delete",
  };
  expect(table(report)).toBe(
    [
      "check        result  detail",
      "write        ok      1000 of 1000 lines acknowledged",
      "second Loki  FAILED  the second Loki does not start",
      "left behind          1000 lines, {}: they stay",
      "not removed  FAILED  kubectl delete",
      "all          FAILED  1 of 2 checks in 70 s, run r1",
      "",
    ].join("\n"),
  );
});
