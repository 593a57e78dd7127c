import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import { toYaml } from "../../components/yaml";
import { DeployedStack } from "../../tools/deployed/deployedStack";
import type { Outputs } from "../../tools/deployed/outputs";
import type { StackTarget } from "../../tools/deployed/options";
import { InProcessKubectl, type Answers } from "../support/fakeKubectl";

export const stackId = "4b89702f-703b-4dc3-b771-4d5fd37e6514";

/** The outputs of a stack whose gateway and Lokis are on one port of this machine. */
export const outputsOn = (port: number, overrides: Partial<Outputs> = {}): Outputs => ({
  stackId,
  namespace: "loki",
  collectorNamespace: "loki-collector",
  tenant: "fraiseql",
  tenants: {},
  pushUrl: `http://loki-gateway.loki.svc:${port}/loki/api/v1/push`,
  caCertificate: "",
  serverName: "",
  writeUser: "fraiseql-write",
  writePassword: "write",
  readUser: "fraiseql-read",
  readPassword: "read",
  portForwardCommand: "",
  pushCommand: "",
  queryCommand: "",
  ...overrides,
});

/** A file with text in a folder of its own, until it is removed. */
export class TemporaryFile {
  private readonly folder = mkdtempSync(join(tmpdir(), "outputs-"));
  readonly path = join(this.folder, "outputs.json");

  constructor(text: string) {
    writeFileSync(this.path, text);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const targetOf = (file: string, more: Partial<StackTarget> = {}): StackTarget => ({
  stack: "test",
  outputsFile: file,
  direct: true,
  ...more,
});

export const namespaceWith = (id: string | undefined) => ({
  metadata: {
    name: "loki",
    annotations: id === undefined ? {} : { "fraiseql.io/stack-id": id },
  },
});

/** What kubectl tells of a stack with so many Lokis, all on 127.0.0.1. */
export function stackAnswers(port: number, replicas: number, config: LokiConfig) {
  const pods = Array.from({ length: replicas }, (_, ordinal) => podNamed(`loki-${ordinal}`));
  return [
    ["get namespace loki", namespaceWith(stackId)],
    ["get pods", { items: pods }],
    ["get pod loki", podNamed("loki-0")],
    ["get service", { spec: { clusterIP: "127.0.0.1" } }],
    ["get configmap loki-config-abc", { data: { "loki.yaml": toYaml(config) } }],
    ["get statefulset loki", statefulSetOn(port, replicas)],
  ] as const;
}

/** Such a stack, reached without a process. */
export function stackOn(
  port: number,
  replicas: number,
  config: LokiConfig,
  {
    outputs = outputsOn(port),
    answers = [],
    portOf = () => port,
  }: {
    outputs?: Outputs;
    answers?: Answers;
    /** Where a pod listens. */
    portOf?: (pod: string) => number;
  } = {},
) {
  const kubectl = new InProcessKubectl([...answers, ...stackAnswers(port, replicas, config)]);
  const on = (portUsed: number) => Promise.resolve(`http://127.0.0.1:${portUsed}`);
  const reach = {
    service: () => on(port),
    pod: (_: string, name: string) => on(portOf(name)),
    close: () => Promise.resolve(),
  };
  return { kubectl, stack: new DeployedStack(kubectl, reach, outputs) };
}

const podNamed = (name: string) => ({
  metadata: { name },
  status: {
    phase: "Running",
    podIP: "127.0.0.1",
    conditions: [{ type: "Ready", status: "True" }],
  },
});

const statefulSetOn = (port: number, replicas: number) => ({
  spec: {
    replicas,
    template: {
      spec: {
        containers: [{ name: "loki", ports: [{ name: "http", containerPort: port }] }],
        volumes: [{ name: "config", configMap: { name: "loki-config-abc" } }],
      },
    },
  },
});
