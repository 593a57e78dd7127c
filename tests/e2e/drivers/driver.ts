import type { Kubectl } from "../../../tools/cluster/kubectl";
import { ManifestsDriver } from "./manifests";
import { PulumiDriver } from "./pulumi";

/** `config` of a stack file: full keys, structured values. */
export type StackConfig = Readonly<Record<string, unknown>>;

/** What a deployed stack tells its user, with passwords in clear. */
export interface Outputs {
  readonly namespace: string;
  readonly collectorNamespace: string;
  readonly tenant: string;
  readonly pushUrl: string;
  readonly writeUser: string;
  readonly writePassword: string;
  readonly readUser: string;
  readonly readPassword: string;
  readonly portForwardCommand: string;
  readonly pushCommand: string;
  readonly queryCommand: string;
}

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
