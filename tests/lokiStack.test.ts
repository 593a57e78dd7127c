import * as pulumi from "@pulumi/pulumi";
import type { Evaluation, Registered } from "../tools/evaluate";
import { restrictedViolations } from "./support/podSecurity";
import { resourceOf } from "./support/record";
import { isBefore, plainInputs, unknownPaths } from "./support/registrations";
import { holdsSecret } from "./support/secretTexts";
import { evaluateStack } from "./support/stacks";
import { variants } from "./support/variants";
import { containersOf, workloads, type Workload } from "./support/workloads";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const types = {
  configMap: "kubernetes:core/v1:ConfigMap",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  statefulSet: "kubernetes:apps/v1:StatefulSet",
};

const nameOf = ({ inputs }: Registered) => (inputs["metadata"] as { name: string }).name;

const kubernetesObjects = ({ resources }: Evaluation) =>
  resources.filter(({ type }) => type.startsWith("kubernetes:"));

/** Of users or of cert-manager: a pod waits for them by itself. */
const givenSecrets = new Set(["loki-tls", "consul-tls", "loki-gateway-tls"]);

/** Places whose value is generated, or a name made of such a value, or given by a cloud. */
const givenByOthers = new Set([
  "Namespace metadata.annotations.fraiseql.io/stack-id",
  "Secret stringData",
  "Secret metadata.name",
  "Job metadata.name",
  ...["StatefulSet", "Deployment", "DaemonSet", "Job"].map(
    (kind) => `${kind} spec.template.spec.volumes.secret.secretName`,
  ),
  // Beside Secrets that somebody else keeps.
  "Deployment spec.template.spec.volumes.projected.sources[0].secret.name",
  "PodMonitor spec.podMetricsEndpoints.authorization.credentials.name",
  "ServiceAccount metadata.annotations.eks.amazonaws.com/role-arn",
  "PodIdentityAssociation roleArn",
  "RolePolicy role",
  "BucketIAMMember bucket",
  ...[
    "LifecycleConfiguration",
    "OwnershipControls",
    "Policy",
    "PublicAccessBlock",
    "ServerSideEncryptionConfiguration",
    "Versioning",
  ].map((part) => `Bucket${part} bucket`),
]);

/** What a running program reads again, and what no pod mounts. */
const readAgain = ["loki-overrides", "loki-rules", "loki-alerts"];

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

  test("knows in a preview every value but what another resource has yet to give", () => {
    const others = preview.resources.flatMap(({ type, inputs }) =>
      unknownPaths(inputs)
        .map((path) => `${type.replace(/.*[:.]/, "")} ${path.replace(/\[\d+\]/, "")}`)
        .filter((place) => !givenByOthers.has(place)),
    );
    expect(others).toEqual([]);
  });

  test("has no secret in clear among inputs and outputs", () => {
    const { resources, outputs, secretOutputs } = evaluation;
    expect(resources.filter((resource) => holdsSecret(plainInputs(resource)))).toEqual([]);
    const plain = Object.entries(outputs).filter(([key]) => !secretOutputs.includes(key));
    expect(holdsSecret(JSON.stringify(plain))).toBe(false);
    expect(holdsSecret(JSON.stringify(resources))).toBe(true);
  });

  test("puts secrets into Secrets only", () => {
    const holders = evaluation.resources.filter(({ inputs }) =>
      holdsSecret(JSON.stringify(inputs)),
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
        // What the sidecar of another Grafana finds by a label.
        !name.startsWith("existing-grafana-") &&
        (type === types.secret ||
          type === "kubernetes:batch/v1:Job" ||
          (type === types.configMap && !readAgain.includes(name))),
    );
    expect(hashed.map(({ name }) => name)).toEqual(mounted.map(({ name }) => name));
    const fixed = kubernetesObjects(evaluation).filter((resource) => !hashed.includes(resource));
    for (const resource of fixed) {
      const { type, name } = resource;
      expect(nameOf(resourceOf(preview, type, name))).toBe(nameOf(resource));
    }
  });

  test("has only pods that the API server lets into a restricted namespace, but the agent's", () => {
    const violations = workloads(evaluation).flatMap(({ workload }) =>
      restrictedViolations(workload.spec.template.spec).map((violation) => [
        workload.metadata.namespace,
        violation,
      ]),
    );
    expect(violations).toEqual([
      ["loki-collector", "volume pods: hostPath"],
      ["loki-collector", "volume positions: hostPath"],
      ["loki-collector", "open-positions: runAsUser 0"],
      ["loki-collector", "open-positions: runAsNonRoot not true"],
    ]);
  });

  test("asks for memory, processor and disk, and limits memory and disk, in every container", () => {
    for (const { workload } of workloads(evaluation)) {
      for (const { resources } of containersOf(workload.spec.template.spec)) {
        const disk = "ephemeral-storage";
        expect(Object.keys(resources?.requests ?? {}).sort()).toEqual(["cpu", disk, "memory"]);
        expect(Object.keys(resources?.limits ?? {}).sort()).toEqual([disk, "memory"]);
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
      const missing = sources.filter(
        (source) => !givenSecrets.has(source) && !before.some((other) => nameOf(other) === source),
      );
      expect([resource.name, missing]).toEqual([resource.name, []]);
    }
  });

  test("lets the collector use a password only once the gateway knows it", () => {
    const agent = resourceOf(evaluation, "kubernetes:apps/v1:DaemonSet", "promtail");
    const gateway = "kubernetes:apps/v1:Deployment::loki-gateway";
    expect(isBefore(evaluation, agent, gateway)).toBe(stack === "prod");
  });

  test("waits for headless Services only, and who meets its like for its own", () => {
    const services = kubernetesObjects(evaluation).filter(({ type }) => type === types.service);
    const isHeadless = ({ inputs }: Registered) =>
      (inputs["spec"] as { clusterIP?: string }).clusterIP === "None";
    for (const { resource, workload } of workloads(evaluation)) {
      const awaited = services.filter(({ name }) =>
        isBefore(evaluation, resource, `${types.service}::${name}`),
      );
      expect(awaited.filter((service) => !isHeadless(service))).toEqual([]);
      const own = services.filter((service) => isHeadless(service) && selects(service, workload));
      const several = resource.name === "grafana" && workload.spec.replicas !== 1;
      expect(own.length).toBe(several || workload.kind === "StatefulSet" ? 1 : 0);
      expect(own.filter((service) => !awaited.includes(service))).toEqual([]);
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

function selects({ inputs }: Registered, { spec }: Workload): boolean {
  const { selector } = inputs["spec"] as { selector: Record<string, string> };
  const { labels } = spec.template.metadata;
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

test("the one tenant there is may have its lines as they are", async () => {
  const redactions = async (redaction: boolean) => {
    const evaluation = await evaluateStack("prod", {
      tenants: [{ id: "fraiseql", redaction }],
      acceptedRisks: redaction ? [] : ["tenants.redaction"],
    });
    const { inputs } = resourceOf(evaluation, types.configMap, "promtail-config");
    return JSON.stringify(inputs).includes("<redacted:");
  };
  expect([await redactions(true), await redactions(false)]).toEqual([true, false]);
});
