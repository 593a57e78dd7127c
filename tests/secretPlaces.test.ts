import * as pulumi from "@pulumi/pulumi";
import type { Evaluation, Registered } from "../tools/evaluate";
import { digitsOf, tokenOf } from "./support/record";
import { evaluateStack } from "./support/stacks";
import { containersOf, workloads } from "./support/workloads";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const passwordType = "random:index/randomPassword:RandomPassword";
const secretType = "kubernetes:core/v1:Secret";

let evaluation: Evaluation;
beforeAll(async () => {
  evaluation = await evaluateStack("prod", { tenants: [{ id: "a" }, { id: "b" }] });
});

/** What a generated value may look like: as it is, and as Consul's tokens and key are made of it. */
const formsOf = (name: string) => [
  `password-of-${name}`,
  digitsOf(name).slice(0, 32),
  tokenOf(name),
  Buffer.from(digitsOf(name), "hex").toString("base64"),
];

/** Paths of the texts that hold one of these. */
function placesOf(value: unknown, forms: readonly string[], path: string): string[] {
  if (typeof value === "string") {
    return forms.some((form) => value.includes(form)) ? [path] : [];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => placesOf(item, forms, `${path} ${key}`))
    : [];
}

const kind = ({ type, name }: Registered) => `${type.split(":").at(-1) ?? ""} ${name}`;

test("each generated value stands in the Secrets of those who need it, and nowhere else", () => {
  const { resources } = evaluation;
  const names = resources.filter(({ type }) => type === passwordType).map(({ name }) => name);
  const places = names.sort().map((name) => {
    const found = resources.flatMap((resource) =>
      placesOf(resource.inputs, formsOf(name), kind(resource)),
    );
    return [name, found.map((place) => place.replace("stringData ", ""))];
  });
  expect(Object.fromEntries(places)).toEqual({
    "consul-gossip-key": ["Secret consul-server secrets.json"],
    "consul-loki-token": ["Secret consul-loki token"],
    "consul-management-token": [
      "Secret consul-management token",
      "Secret consul-server secrets.json",
    ],
    "gateway-a-read": [
      "Secret grafana-credentials loki-read-password",
      "Secret loki-canary-passwords read",
    ],
    "gateway-a-write": ["Secret loki-canary-passwords write"],
    // Only clients outside the cluster use it: the outputs have it, the cluster its hash.
    "gateway-b-write": [],
    "gateway-b-read": ["Secret grafana-credentials loki-b-read-password"],
    "gateway-collector": ["Secret promtail-push password"],
    "grafana-admin-password": ["Secret grafana-credentials admin-password"],
    "grafana-secret-key": ["Secret grafana-credentials secret-key"],
  });
});

test("each container sees the Secrets that it needs, and no other", () => {
  const names = new Map(
    evaluation.resources
      .filter(({ type }) => type === secretType)
      .map(({ name, inputs }) => [(inputs["metadata"] as { name: string }).name, name]),
  );
  const seen = workloads(evaluation).flatMap(({ resource, workload }) => {
    const { spec } = workload.spec.template;
    const volumes = new Map(
      (spec.volumes ?? []).map(({ name, ...volume }) => [name, JSON.stringify(volume)]),
    );
    return containersOf(spec).map((container) => {
      const mounted = (container.volumeMounts ?? []).map(({ name }) => volumes.get(name));
      const secrets = [...names].filter(([secret]) =>
        mounted.some((volume) => volume?.includes(`"${secret}"`)),
      );
      return [`${resource.name} ${container.name}`, secrets.map(([, name]) => name).sort()];
    });
  });
  expect(Object.fromEntries(seen)).toEqual({
    "consul consul": ["consul-management", "consul-server"],
    "consul token-keeper": ["consul-loki", "consul-management"],
    "consul-bootstrap bootstrap": ["consul-loki", "consul-management"],
    "grafana grafana": ["grafana-credentials"],
    "loki loki": ["consul-loki"],
    "loki wait-for-ring": ["consul-loki"],
    "loki-canary canary": [],
    "loki-canary credentials": ["loki-canary-passwords"],
    "loki-canary proxy": [],
    "loki-gateway caddy": ["loki-gateway-users"],
    "promtail open-positions": [],
    "promtail promtail": ["promtail-push"],
  });
});

test("no container has a Secret in its environment", () => {
  const containers = workloads(evaluation).flatMap(({ workload }) =>
    containersOf(workload.spec.template.spec),
  );
  const taken = containers.filter((container) =>
    /"secretKeyRef"|"secretRef"/.test(JSON.stringify(container)),
  );
  expect(containers.length).toBeGreaterThan(5);
  expect(taken).toEqual([]);
});
