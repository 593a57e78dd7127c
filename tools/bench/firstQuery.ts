import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { toYaml } from "../../components/yaml";
import { applyManifests, workloadsOf } from "../cluster/deployManifests";
import { Kubectl } from "../cluster/kubectl";
import { LokiClient } from "../cluster/lokiClient";
import { poll } from "../cluster/poll";
import { removeNamespaces } from "../cluster/removeNamespaces";
import { testBed } from "../cluster/testbed";
import { waitReady } from "../cluster/waitReady";
import type { Manifest } from "../render/manifests";
import { renderStack } from "../render/renderStack";
import { median, root } from "./measure";

/** Seconds from the start of `kubectl apply` until each thing had happened. */
export interface FirstQueryFigures {
  readonly shape: "dev" | "prod";
  /** Every Loki pod has a node; its first container runs; the ring's store takes its token. */
  readonly scheduled: number;
  readonly started: number;
  readonly ring: number;
  /** The first Loki is ready; every Loki is. */
  readonly ready: number;
  readonly allReady: number;
  /** The first push is acknowledged; its line is returned by a query. */
  readonly pushed: number;
  readonly queried: number;
}

const runs = 3;
const namespaces = ["loki", "loki-collector"];

/** The median of three fresh deployments of a shape on the test bed. */
export async function firstQueryFigures(shape: "dev" | "prod"): Promise<FirstQueryFigures> {
  await testBed.up();
  const kubectl = new Kubectl(await testBed.env());
  const figures: FirstQueryFigures[] = [];
  for (let run = 0; run < runs; run += 1) {
    figures.push(await once(shape, kubectl));
  }
  const of = (member: Exclude<keyof FirstQueryFigures, "shape">) =>
    median(figures.map((figure) => figure[member]));
  return {
    shape,
    scheduled: of("scheduled"),
    started: of("started"),
    ring: of("ring"),
    ready: of("ready"),
    allReady: of("allReady"),
    pushed: of("pushed"),
    queried: of("queried"),
  };
}

async function once(shape: "dev" | "prod", kubectl: Kubectl): Promise<FirstQueryFigures> {
  await removeNamespaces(kubectl, namespaces);
  const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-bench-"));
  try {
    const configFile = join(folder, `Pulumi.${shape}.yaml`);
    writeFileSync(configFile, await stackFile(shape), { mode: 0o600 });
    const out = join(folder, "rendered");
    const rendering = await renderStack({ stack: shape, configFile, out });
    const start = Date.now();
    await applyManifests(kubectl, rendering, { skip });
    const { pushed, queried } = await firstLine(kubectl, rendering.outputs, start);
    await waitReady(kubectl, workloadsOf(rendering, { skip }));
    return { shape, pushed, queried, ...(await podTimes(kubectl, start)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await removeNamespaces(kubectl, namespaces);
  }
}

/** There is no stand-in for these on the test bed. */
const skip = ({ kind, metadata: { name } }: Manifest) =>
  ["Deployment", "StatefulSet"].includes(kind) && ["grafana", "tempo"].includes(name);

/** The repository's own stack file, or the production shape of the end-to-end tests. */
async function stackFile(shape: "dev" | "prod"): Promise<string> {
  if (shape === "dev") {
    return readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
  }
  const template = readFileSync(join(root, "tests/e2e/stacks/Pulumi.prod-shape.yaml"), "utf8");
  const { config } = load(template) as { config: Record<string, object> };
  const buckets = { chunksBucket: "bench-chunks", rulerBucket: "bench-ruler" };
  const { endpoint, ...credentials } = await testBed.objectStore(Object.values(buckets));
  const storage = { ...config["fraiseql-loki:storage"], endpoint, credentials, ...buckets };
  return toYaml({ config: { ...config, "fraiseql-loki:storage": storage } });
}

async function firstLine(
  kubectl: Kubectl,
  outputs: Record<string, unknown>,
  start: number,
): Promise<{ pushed: number; queried: number }> {
  const text = (name: string) => String(outputs[name]);
  const [, service = "", port = ""] =
    /service\/(\S+) \d+:(\d+)/.exec(text("portForwardCommand")) ?? [];
  const address = await kubectl.call([
    ...["get", "service", service, "--namespace", text("namespace")],
    ...["--output", "jsonpath={.spec.clusterIP}"],
  ]);
  const client = (user: string) =>
    new LokiClient({
      url: `http://${address}:${port}`,
      timeoutMs: 2_000,
      user: text(`${user}User`),
      password: text(`${user}Password`),
    });
  const [writer, reader] = [client("write"), client("read")];
  const time = BigInt(start) * 1_000_000n;
  const entries = [{ time, line: "the first line" }];
  await poll(() => writer.push([{ labels: { job: "bench" }, entries }]).then(() => true), {
    what: "the first push",
    timeoutMs: 180_000,
    intervalMs: 100,
  });
  const pushed = secondsSince(start);
  const range = { start: time, end: time + 1n };
  await poll(
    async () => ((await reader.queryRange('{job="bench"}', range)).length === 1 ? true : undefined),
    { what: "the first query", timeoutMs: 60_000, intervalMs: 100 },
  );
  return { pushed, queried: secondsSince(start) };
}

const secondsSince = (start: number) => (Date.now() - start) / 1_000;

interface PodTimes {
  readonly status: {
    readonly conditions: readonly { readonly type: string; readonly lastTransitionTime: string }[];
    readonly initContainerStatuses?: readonly ContainerTimes[];
    readonly containerStatuses: readonly ContainerTimes[];
  };
}

interface ContainerTimes {
  readonly state: {
    readonly running?: { readonly startedAt: string };
    readonly terminated?: { readonly startedAt: string; readonly finishedAt: string };
  };
}

/** From what Kubernetes itself notes, in whole seconds. */
async function podTimes(kubectl: Kubectl, start: number) {
  const pods = await kubectl.list<PodTimes>("pods", "loki", "app.kubernetes.io/name=loki");
  const seconds = (time: string | undefined) =>
    Math.max(0, (Date.parse(time ?? "") - start) / 1000);
  const condition = (type: string) =>
    pods.map(({ status }) =>
      seconds(status.conditions.find((item) => item.type === type)?.lastTransitionTime),
    );
  const first = pods.map(({ status: { initContainerStatuses = [], containerStatuses } }) => {
    const { running, terminated } =
      [...initContainerStatuses, ...containerStatuses][0]?.state ?? {};
    return seconds(running?.startedAt ?? terminated?.startedAt);
  });
  return {
    scheduled: Math.max(...condition("PodScheduled")),
    started: Math.max(...first),
    ring: Math.max(...condition("Initialized")),
    ready: Math.min(...condition("Ready")),
    allReady: Math.max(...condition("Ready")),
  };
}
