import * as pulumi from "@pulumi/pulumi";
import { quantityBytes } from "../components/settings/quantities";
import { unknown, type Evaluation, type Registered } from "../tools/evaluate";
import { restrictedViolations } from "./support/podSecurity";
import { inputsOf, inventory, resourceOf } from "./support/record";
import { evaluateStack, secretMark, variants } from "./support/stacks";
import { containersOf, workloads, type Workload } from "./support/workloads";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const types = {
  configMap: "kubernetes:core/v1:ConfigMap",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
};

/** What the stand-ins for the providers return and what the tests give as a password. */
const secretText = new RegExp(
  `password-of-|hash-of-|uuid-of-(?!consul-loki-accessor)|base64-of-|${secretMark}`,
);

const nameOf = ({ inputs }: Registered) => (inputs["metadata"] as { name: string }).name;

/** Inputs without what is marked secret. */
function plainInputs({ inputs, secretPaths }: Registered): string {
  const visit = (value: unknown, path: string): unknown => {
    if (secretPaths.includes(path)) {
      return undefined;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => visit(item, `${path}[${index}]`));
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            visit(item, path === "" ? key : `${path}.${key}`),
          ]),
        )
      : value;
  };
  return JSON.stringify(visit(inputs, ""));
}

const kubernetesObjects = ({ resources }: Evaluation) =>
  resources.filter(({ type }) => type.startsWith("kubernetes:"));

describe.each(variants)("$name", ({ stack, areas }) => {
  let evaluation: Evaluation;
  let preview: Evaluation;

  beforeAll(async () => {
    evaluation = await evaluateStack(stack, areas);
    preview = await evaluateStack(stack, areas, { preview: true });
  });

  test("registers the same resources, dependencies and outputs in a preview", () => {
    const shape = ({ resources }: Evaluation) =>
      resources.map(({ type, name, parent, dependencies }) => [type, name, parent, dependencies]);
    expect(shape(preview)).toEqual(shape(evaluation));
    expect(Object.keys(preview.outputs)).toEqual(Object.keys(evaluation.outputs));
  });

  test("knows in a preview everything but what is generated or named by it", () => {
    const inputs = JSON.stringify(preview.resources.filter(({ type }) => !/:Secret$/.test(type)));
    const unknowns = preview.resources
      .filter((resource) => JSON.stringify(resource.inputs).includes(unknown))
      .map(({ type }) => type.replace(/^(\w+):.*/, "$1"));
    expect(inputs).not.toContain("undefined");
    expect(new Set(unknowns).has("fraiseql-loki")).toBe(false);
  });

  test("has no secret in clear among inputs and outputs", () => {
    const { resources, outputs, secretOutputs } = evaluation;
    expect(resources.filter((resource) => secretText.test(plainInputs(resource)))).toEqual([]);
    const plain = Object.entries(outputs).filter(([key]) => !secretOutputs.includes(key));
    expect(JSON.stringify(plain)).not.toMatch(secretText);
    expect(JSON.stringify(resources)).toMatch(secretText);
  });

  test("marks what the random provider makes as secret, but for Loki's accessor", () => {
    const holders = evaluation.resources.filter(({ inputs }) =>
      secretText.test(JSON.stringify(inputs)),
    );
    expect(new Set(holders.map(({ type }) => type))).toEqual(new Set([types.secret]));
  });

  test("hands no settings to the engine as the inputs of a component", () => {
    const components = evaluation.resources.filter(({ custom }) => !custom);
    expect(components.map(({ inputs }) => inputs)).toEqual(components.map(() => ({})));
  });

  test("names by its content what pods mount, and nothing else", () => {
    const hashed = kubernetesObjects(evaluation).filter((resource) =>
      /-[0-9a-f]{10}$/.test(nameOf(resource)),
    );
    const mounted = kubernetesObjects(evaluation).filter(
      ({ type, name }) =>
        type === types.secret ||
        type === "kubernetes:batch/v1:Job" ||
        (type === types.configMap && name !== "loki-overrides"),
    );
    expect(hashed.map(({ name }) => name)).toEqual(mounted.map(({ name }) => name));
    const fixed = kubernetesObjects(evaluation).filter((resource) => !hashed.includes(resource));
    expect(preview.resources.filter(({ name }) => name === "").length).toBe(0);
    for (const resource of fixed) {
      const { type, name } = resource;
      expect(nameOf(resourceOf(preview, type, name))).toBe(nameOf(resource));
    }
  });

  test("has only pods that the API server lets into a restricted namespace", () => {
    const violations = workloads(evaluation)
      .filter(({ workload }) => workload.metadata.namespace !== "loki-collector")
      .flatMap(({ workload }) => restrictedViolations(workload.spec.template.spec));
    expect(violations).toEqual([]);
  });

  test("asks for memory and processor, and limits memory, in every container", () => {
    for (const { workload } of workloads(evaluation)) {
      for (const { resources } of containersOf(workload.spec.template.spec)) {
        expect(Object.keys(resources?.requests ?? {}).sort()).toEqual(["cpu", "memory"]);
        expect(Object.keys(resources?.limits ?? {})).toEqual(["memory"]);
      }
    }
  });

  test("keeps the API's token and the addresses of other Services out of its pods", () => {
    const specs = workloads(evaluation).map(({ workload }) => workload.spec.template.spec);
    expect(new Set(specs.map((s) => s.enableServiceLinks))).toEqual(new Set([false]));
    expect(new Set(specs.map((s) => s.automountServiceAccountToken))).toEqual(new Set([false]));
    const accounts = evaluation.resources.filter(({ type }) => type.endsWith(":ServiceAccount"));
    expect(specs.map((s) => s.serviceAccountName).sort()).toEqual(accounts.map(nameOf).sort());
    const automount = accounts.map(({ inputs }) => inputs["automountServiceAccountToken"]);
    expect(new Set(automount)).toEqual(new Set([false]));
  });

  test("selects pods by labels that they have, each pod by one workload", () => {
    const selectors = workloads(evaluation).flatMap(({ workload: { spec } }) => {
      const { labels } = spec.template.metadata;
      expect(labels).toMatchObject(spec.selector?.matchLabels ?? {});
      return spec.selector === undefined ? [] : [JSON.stringify(spec.selector.matchLabels)];
    });
    expect(new Set(selectors).size).toBe(selectors.length);
  });

  test("has every volume that a container mounts, and mounts every volume", () => {
    for (const { workload } of workloads(evaluation)) {
      const { template, volumeClaimTemplates = [] } = workload.spec;
      const there = [
        ...(template.spec.volumes ?? []).map(({ name }) => name as string),
        ...volumeClaimTemplates.map(({ metadata }) => metadata.name),
      ];
      const mounted = containersOf(template.spec).flatMap((container) =>
        (container.volumeMounts ?? []).map(({ name }) => name),
      );
      expect([...new Set(mounted)].sort()).toEqual(there.sort());
    }
  });

  test("makes what a pod mounts, and the workload after it", () => {
    for (const { resource, workload } of workloads(evaluation)) {
      const sources = (workload.spec.template.spec.volumes ?? []).flatMap((volume) => {
        const { configMap, secret } = volume as {
          configMap?: { name: string };
          secret?: { secretName: string };
        };
        return [configMap?.name ?? secret?.secretName ?? []].flat();
      });
      const before = kubernetesObjects(evaluation).filter(({ type, name }) =>
        isBefore(evaluation, resource, `${type}::${name}`),
      );
      const missing = sources.filter((source) => !before.some((other) => nameOf(other) === source));
      expect([resource.name, missing]).toEqual([resource.name, []]);
    }
  });

  test("waits for no Service that waits for its pods", () => {
    const services = kubernetesObjects(evaluation).filter(({ type }) => type === types.service);
    for (const { resource, workload } of workloads(evaluation)) {
      for (const service of services) {
        const { clusterIP, selector } = service.inputs["spec"] as {
          clusterIP?: string;
          selector: Record<string, string>;
        };
        const headless = clusterIP === "None";
        const awaited = isBefore(evaluation, resource, `${types.service}::${service.name}`);
        const own = selects(selector, workload);
        expect([resource.name, service.name, awaited]).toEqual([
          resource.name,
          service.name,
          own && headless && resource.type === types.statefulSet,
        ] satisfies unknown[]);
      }
    }
  });

  test("creates namespaces before what is in them", () => {
    const inStack = kubernetesObjects(evaluation).filter(
      ({ inputs }) => (inputs["metadata"] as { namespace?: string }).namespace === "loki",
    );
    const orphans = inStack.filter(
      ({ type, name }) => !isBefore(evaluation, resourceOf(evaluation, type, name), namespaceKey),
    );
    expect(orphans).toEqual([]);
  });
});

const namespaceKey = "kubernetes:core/v1:Namespace::namespace";

/** Whether the engine makes a resource only after another one. */
function isBefore(evaluation: Evaluation, resource: Registered, key: string): boolean {
  const seen = new Set<string>();
  const visit = (current: Registered): boolean =>
    [...current.dependencies, current.parent].some((next) => {
      if (next === key) {
        return true;
      }
      if (seen.has(next) || next === "" || next.startsWith("pulumi:")) {
        return false;
      }
      seen.add(next);
      const [type = "", name = ""] = next.split(/::(?!.*::)/);
      return visit(resourceOf(evaluation, type, name));
    });
  return visit(resource);
}

const selects = (selector: Record<string, string>, { spec }: Workload) =>
  Object.entries(selector).every(([key, value]) => spec.template.metadata.labels[key] === value);
