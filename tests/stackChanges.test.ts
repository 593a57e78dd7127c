import * as pulumi from "@pulumi/pulumi";
import { quantityBytes } from "../components/settings/quantities";
import type { Evaluation } from "../tools/evaluate";
import { evaluateStack, type Areas, type StackName } from "./support/stacks";
import { containersOf, workloads, type Container, type PodSpec } from "./support/workloads";
import { s3 } from "./tracing/fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

type Leaves = Readonly<Record<string, unknown>>;

/** Every value of the inputs of every resource, by its place. */
function leaves({ resources }: Evaluation): Leaves {
  const found: Record<string, unknown> = {};
  const visit = (value: unknown, path: string) => {
    if (typeof value === "object" && value !== null) {
      Object.entries(value).forEach(([key, item]) => {
        visit(item, `${path}.${key}`);
      });
    } else {
      found[path] = value;
    }
  };
  for (const { type, name, inputs } of resources) {
    visit(inputs, `${type.replace(/.*:/, "")} ${name}`);
  }
  return found;
}

const unchanged = {} as Record<StackName, Evaluation>;
beforeAll(async () => {
  unchanged.dev = await evaluateStack("dev");
  unchanged.prod = await evaluateStack("prod");
});

/** Places whose value a setting changes. */
async function changedBy(stack: StackName, areas: Areas): Promise<string[]> {
  const before = leaves(unchanged[stack]);
  const after = leaves(await evaluateStack(stack, areas));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((place) => before[place] !== after[place])
    .sort();
}

const lokiPods = "StatefulSet loki.spec.template.spec";

test.each<{ what: string; stack: StackName; areas: Areas; places: string[] }>([
  {
    what: "another encoding of chunks rolls Loki's pods",
    stack: "dev",
    areas: { loki: { chunkEncoding: "snappy" } },
    places: [
      "ConfigMap loki-config.data.loki.yaml",
      "ConfigMap loki-config.metadata.name",
      `${lokiPods}.volumes.0.configMap.name`,
    ],
  },
  {
    what: "another limit of a tenant changes the overrides, which Loki reads again by itself",
    stack: "prod",
    areas: { loki: { limits: { ingestionRateMb: 20, maxStreams: 20_000 } } },
    places: ["ConfigMap loki-overrides.data.overrides.yaml"],
  },
  {
    what: "another password rolls the gateway and who uses it",
    stack: "prod",
    areas: { tenants: [{ id: "fraiseql", writePassword: "secret-of-another" }] },
    places: [
      "DaemonSet promtail.spec.template.spec.volumes.1.secret.secretName",
      "Deployment loki-canary.spec.template.spec.volumes.1.secret.secretName",
      "Deployment loki-gateway.spec.template.spec.volumes.1.secret.secretName",
      "RandomPassword gateway-fraiseql-write.length",
      "RandomPassword gateway-fraiseql-write.special",
      "Secret loki-canary-passwords.metadata.name",
      "Secret loki-canary-passwords.stringData.write",
      "Secret loki-gateway-users.metadata.name",
      "Secret loki-gateway-users.stringData.fraiseql-write",
      "Secret promtail-push.metadata.name",
      "Secret promtail-push.stringData.password",
    ],
  },
  {
    what: "a longer heartbeat rolls Loki and not Consul",
    stack: "prod",
    areas: { ring: { kind: "consul", heartbeatTimeout: "15m" } },
    places: [
      "ConfigMap loki-config.data.loki.yaml",
      "ConfigMap loki-config.metadata.name",
      `${lokiPods}.volumes.0.configMap.name`,
    ],
  },
  {
    what: "more Consul servers roll the servers and leave Loki alone",
    stack: "prod",
    areas: { ring: { kind: "consul", servers: 5 } },
    places: [
      "ConfigMap consul-config.data.consul.json",
      "ConfigMap consul-config.data.join-consul-1.json",
      "ConfigMap consul-config.data.join-consul-2.json",
      "ConfigMap consul-config.data.join-consul-3.json",
      "ConfigMap consul-config.data.join-consul-4.json",
      "ConfigMap consul-config.metadata.name",
      "StatefulSet consul.spec.replicas",
      "StatefulSet consul.spec.template.spec.volumes.0.configMap.name",
    ],
  },
  {
    what: "another image of Consul runs the bootstrap again, under another name",
    stack: "prod",
    areas: { images: { consul: `hashicorp/consul:1.22.4@sha256:${"0".repeat(64)}` } },
    places: [
      "Job consul-bootstrap.metadata.name",
      "Job consul-bootstrap.spec.template.spec.containers.0.image",
      "StatefulSet consul.spec.template.spec.containers.0.image",
      "StatefulSet consul.spec.template.spec.containers.1.image",
      `${lokiPods}.initContainers.0.image`,
    ],
  },
])("$what", async ({ stack, areas, places }) => {
  expect(await changedBy(stack, areas)).toEqual(places);
});

const memory = ({ resources }: Container) => quantityBytes(resources?.requests?.["memory"] ?? "0");

/** What the scheduler counts: the containers together, or one init container that asks for more. */
function podMemory(spec: PodSpec): number {
  const together = spec.containers.reduce((sum, container) => sum + memory(container), 0);
  return Math.max(together, ...(spec.initContainers ?? []).map(memory));
}

test("the development stack asks for no more than 1.5 GiB of memory", () => {
  const asked = workloads(unchanged.dev).map(({ workload: { metadata, spec } }) => [
    metadata.name,
    ((spec.replicas ?? 1) * podMemory(spec.template.spec)) / 2 ** 20,
  ]);
  expect(asked).toEqual([
    ["promtail", 96],
    ["grafana", 256],
    ["loki", 512],
    ["tempo", 256],
  ]);
  expect(asked.reduce((sum, [, mebibytes]) => sum + Number(mebibytes), 0)).toBeLessThanOrEqual(
    1536,
  );
});

test("the names that data hangs on are these, whatever the settings", () => {
  const { resources } = unchanged.prod;
  const names = resources
    .filter(({ type }) => /:(?:StatefulSet|PersistentVolumeClaim|Service|Namespace)$/.test(type))
    .map(({ type, inputs }) => {
      const { name } = inputs["metadata"] as { name: string };
      return `${type.replace(/.*:/, "")} ${name}`;
    });
  expect(names).toEqual([
    "StatefulSet consul",
    "StatefulSet loki",
    "Namespace loki",
    "Namespace loki-collector",
    "PersistentVolumeClaim grafana-data",
    "Service consul",
    "Service consul-headless",
    "Service grafana",
    "Service loki",
    "Service loki-0",
    "Service loki-1",
    "Service loki-2",
    "Service loki-gateway",
    "Service loki-headless",
  ]);
  const claims = workloads(unchanged.prod).flatMap(({ workload }) =>
    (workload.spec.volumeClaimTemplates ?? []).map(
      ({ metadata }) => `${metadata.name}-${workload.metadata.name}`,
    ),
  );
  expect(claims).toEqual(["data-consul", "data-loki", "wal-loki"]);
});

test.each<{ what: string; areas: Areas; gone: string[] }>([
  {
    what: "Grafana",
    areas: { grafana: { deploy: false } },
    gone: ["grafana"],
  },
  {
    what: "the gateway",
    areas: { gateway: { enabled: false }, acceptedRisks: ["gateway.enabled"] },
    gone: ["loki-gateway"],
  },
])("without $what the rest is still there", async ({ areas, gone }) => {
  const names = (evaluation: Evaluation) =>
    workloads(evaluation).map(({ workload }) => workload.metadata.name);
  const all = names(unchanged.prod);
  const evaluation = await evaluateStack("prod", areas);
  expect(names(evaluation)).toEqual(all.filter((name) => !gone.includes(name)));
  expect(evaluation.outputs).toMatchSnapshot();
});

test("every container runs the pinned image, or the mirror's", async () => {
  const imagesOf = async (areas: Areas) => {
    const specs = workloads(
      await evaluateStack("prod", { tracing: { deploy: true, storage: s3 }, ...areas }),
    );
    return specs.flatMap(({ workload }) =>
      containersOf(workload.spec.template.spec).map(({ image }) => image),
    );
  };
  const pinned = await imagesOf({});
  expect([...new Set(pinned)].sort()).toEqual([
    "docker.io/grafana/grafana:13.2.0@sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b",
    "docker.io/grafana/loki-canary:3.7.6",
    "docker.io/grafana/loki:3.7.6@sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952",
    "docker.io/grafana/promtail:3.6.11",
    "docker.io/grafana/tempo:2.10.8@sha256:f0561deb1c68ec44d6e6e7e4487f30106c4e5e768642077695b37958b105812a",
    "docker.io/hashicorp/consul:1.22.3",
    "docker.io/library/caddy:2.11.4@sha256:df7f1c2fb114453b951de51a98efc010db1655a92c2e86be6706714e2417a78d",
  ]);
  expect(await imagesOf({ images: { mirror: "registry.acme.com/mirror" } })).toEqual(
    pinned.map((reference) => reference.replace("docker.io", "registry.acme.com/mirror")),
  );
});
