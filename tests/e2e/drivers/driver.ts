import type { Kubectl } from "../../../tools/cluster/kubectl";
import type { Outputs } from "../../../tools/deployed/outputs";
import { ManifestsDriver } from "./manifests";
import { PulumiDriver } from "./pulumi";

/** `config` of a stack file: full keys, structured values. */
export type StackConfig = Readonly<Record<string, unknown>>;

/** A way to bring a stack onto a cluster. */
export interface Driver {
  /** Deploys the stack, or changes the one that is there, and waits until it is rolled out. */
  deploy(config: StackConfig): Promise<Outputs>;
  /** Removes what the driver itself keeps. Whatever is on the cluster then goes by its namespaces. */
  close(): Promise<void>;
}

/** The driver that `DEPLOY` names: `manifests`, the default, or `pulumi`. */
export function createDriver(stack: string, kubectl: Kubectl): Driver {
  const { DEPLOY: name = "manifests" } = process.env;
  switch (name) {
    case "manifests":
      return new ManifestsDriver(stack, kubectl);
    case "pulumi":
      return new PulumiDriver(stack, kubectl.env);
    default:
      throw new Error(`DEPLOY is ${JSON.stringify(name)}: set it to manifests or pulumi`);
  }
}
