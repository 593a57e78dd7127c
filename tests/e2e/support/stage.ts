import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { DeployedStack } from "../../../tools/deployed/deployedStack";
import type { Outputs } from "../../../tools/deployed/outputs";
import { createDriver, type Driver, type StackConfig } from "../drivers/driver";
import { Cluster } from "./cluster";
import { report, timed } from "./report";

/** The namespace of the pods whose logs are collected. */
export const appNamespace = "e2e-apps";

/** A stack on a cluster, from its first deployment to its removal. */
export class Stage {
  private current: { config: StackConfig; stack: DeployedStack } | undefined;

  private constructor(
    readonly cluster: Cluster,
    readonly driver: Driver,
    private readonly namespaces: readonly string[],
  ) {}

  /** Prepares an empty place for a stack. Nothing is deployed yet. */
  static async open(stack: string, namespaces: readonly string[]): Promise<Stage> {
    const cluster = await Cluster.connect();
    const all = [...namespaces, appNamespace];
    await cluster.claim(all);
    return new Stage(cluster, createDriver(stack, cluster.kubectl), all);
  }

  get outputs(): Outputs {
    return this.stack.outputs;
  }

  get stack(): DeployedStack {
    return this.deployed.stack;
  }

  get config(): StackConfig {
    return this.deployed.config;
  }

  async deploy(config: StackConfig): Promise<void> {
    const [outputs, seconds] = await timed(() => this.driver.deploy(config));
    const { kubectl, reach } = this.cluster;
    this.current = { config, stack: new DeployedStack(kubectl, reach, outputs) };
    report(`deployed and rolled out in ${seconds}`);
  }

  async close(): Promise<void> {
    try {
      await this.driver.close();
    } finally {
      const [, seconds] = await timed(() => this.cluster.remove(this.namespaces));
      report(`removed in ${seconds}`);
      await this.cluster.close();
    }
  }

  private get deployed() {
    if (this.current === undefined) {
      throw new Error("the stack was not deployed: the first failure above says why");
    }
    return this.current;
  }
}

/** The `config` of a stack file. */
export function readConfig(file: string): StackConfig {
  const { config = {} } = load(readFileSync(file, "utf8")) as { config?: StackConfig };
  return config;
}

type Mapping = Record<string, unknown>;

/** A configuration with other values below one of its keys: members of mappings are merged. */
export function withSettings(config: StackConfig, key: string, values: Mapping): StackConfig {
  const full = `fraiseql-loki:${key}`;
  return { ...config, [full]: merge((config[full] ?? {}) as Mapping, values) };
}

function merge(into: Mapping, values: Mapping): Mapping {
  const merged = Object.entries(values).map(([key, value]) => {
    const old = into[key];
    return [key, isMapping(old) && isMapping(value) ? merge(old, value) : value] as const;
  });
  return { ...into, ...Object.fromEntries(merged) };
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
