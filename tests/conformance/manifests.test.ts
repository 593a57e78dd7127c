import { testBed } from "../../tools/cluster/testbed";
import { run } from "../../tools/cluster/run";
import type { Manifest } from "../../tools/render/manifests";
import { renderedStacks, type RenderedStack } from "../support/rendered";
import { variants } from "../support/variants";
import type { Workload } from "../support/workloads";

/** Namespaces of this test's own: a dry run finds only what is there. */
const places: Readonly<Record<string, string>> = {
  loki: "conformance-loki",
  "loki-collector": "conformance-collector",
};
const restricted = "conformance-restricted";

/** What the agent's pod needs of its node, and no more. */
const agentRefused =
  'pods "promtail" is forbidden: violates PodSecurity "restricted:latest": ' +
  'restricted volume types (volumes "pods", "positions" use restricted volume type "hostPath"), ' +
  'runAsNonRoot != true (pod or container "open-positions" must set securityContext.runAsNonRoot=true), ' +
  'runAsUser=0 (container "open-positions" must not set runAsUser=0)';

let env: NodeJS.ProcessEnv = {};
let stacks: readonly RenderedStack[] = [];

beforeAll(async () => {
  await testBed.up();
  env = await testBed.env();
  stacks = await renderedStacks();
}, 300_000);
afterAll(async () => {
  const names = [...Object.values(places), restricted];
  await run("kubectl", ["delete", "namespace", ...names, "--ignore-not-found"], {
    env,
    timeoutMs: 60_000,
  });
}, 60_000);

const moved = (object: Manifest): Manifest => ({
  ...object,
  metadata: {
    ...object.metadata,
    ...(object.kind === "Namespace" ? { name: places[object.metadata.name] ?? "" } : {}),
    ...(object.metadata.namespace === undefined
      ? {}
      : { namespace: places[object.metadata.namespace] ?? "" }),
  },
});

/** A bare pod from a workload's template: the API server judges pods, not templates. */
function podOf(object: Manifest): Manifest {
  const { metadata, spec } = object as unknown as Workload;
  const { namespace } = metadata;
  const { spec: pod } = spec.template;
  const claimed = (spec.volumeClaimTemplates ?? []).map(({ metadata: { name } }) => ({
    name,
    emptyDir: {},
  }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: metadata.name, namespace },
    // The account and the claims are not there in a dry run, and are not what is asked.
    spec: {
      ...pod,
      serviceAccountName: "default",
      restartPolicy: "OnFailure",
      volumes: [...(pod.volumes ?? []), ...claimed],
    },
  };
}

/** Sends objects to the API server, which does with them all but keep them. */
async function dryRun(objects: readonly Manifest[]): Promise<{ code: number; said: string }> {
  const { code, stderr } = await run(
    "kubectl",
    ["apply", "--server-side", "--dry-run=server", "--filename", "-"],
    { env, input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }) },
  );
  return { code, said: stderr.trim() };
}

function objectsOf(name: string): readonly Manifest[] {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) {
    throw new Error(`there is no stack ${name}`);
  }
  // The test bed has neither cert-manager nor the Prometheus Operator, and does not know their kinds.
  return stack.objects.filter(({ kind }) => !["Certificate", "PodMonitor"].includes(kind));
}

/** The test bed knows nothing of the Gateway API and the Prometheus Operator, which are no part of Kubernetes. */
const isKnown = ({ apiVersion }: Manifest) =>
  !/^(?:gateway\.networking\.k8s\.io|monitoring\.coreos\.com)\//.test(apiVersion);

const workloadKinds = ["StatefulSet", "Deployment", "DaemonSet", "Job"];

describe("the API server", () => {
  beforeAll(async () => {
    const namespaces = objectsOf("prod").filter(({ kind }) => kind === "Namespace");
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const strict = { apiVersion: "v1", kind: "Namespace", metadata: { name: restricted, labels } };
    const items = [...namespaces.map(moved), strict];
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const { code, stderr } = await run("kubectl", ["apply", "--server-side", "--filename", "-"], {
      env,
      input,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test.each(variants.map(({ name }) => name))("accepts every manifest of %s", async (name) => {
    const { code, said } = await dryRun(objectsOf(name).filter(isKnown).map(moved));
    // The collector's exceptions are known: its namespace warns of them, and nothing else warns.
    const lines = said.split("\n").filter((line) => !line.includes("would violate PodSecurity"));
    expect({ code, lines }).toEqual({ code: 0, lines: said === "" ? [""] : [] });
  });

  test.each(variants.map(({ name }) => name))("admits every pod of %s", async (name) => {
    const pods = objectsOf(name).filter(({ kind }) => workloadKinds.includes(kind));
    const { code, said } = await dryRun(pods.map(podOf).map(moved));
    expect({ code, refused: said.includes("forbidden") }).toEqual({ code: 0, refused: false });
  });

  test("refuses a pod that is not restricted", async () => {
    const [object] = objectsOf("prod").filter(({ kind }) => kind === "StatefulSet");
    const pod = podOf(object as Manifest) as unknown as { spec: { securityContext: object } };
    pod.spec.securityContext = { ...pod.spec.securityContext, runAsNonRoot: false, runAsUser: 0 };
    const { code, said } = await dryRun([moved(pod as unknown as Manifest)]);
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringContaining('violates PodSecurity "restricted') as string,
    });
  });

  test.each(variants.map(({ name }) => name))(
    'lets every pod of %s but the agent\'s into any namespace that enforces "restricted"',
    async (name) => {
      const pods = objectsOf(name)
        .filter(({ kind }) => workloadKinds.includes(kind))
        .map(podOf)
        .map((pod) => ({ ...pod, metadata: { ...pod.metadata, namespace: restricted } }));
      const { code, said } = await dryRun(pods);
      expect(pods.length).toBeGreaterThan(2);
      const refusals = said.split("\n").map((line) => line.slice(line.indexOf('pods "')));
      expect({ code, refusals }).toEqual({ code: 1, refusals: [agentRefused] });
    },
  );
});
