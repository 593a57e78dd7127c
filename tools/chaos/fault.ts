import type { DeployedStack } from "../deployed/deployedStack";
import type { NodePods } from "./nodePods";
import type { Changes } from "./undo";

/** Where a fault is made. */
export interface Scene {
  readonly stack: DeployedStack;
  readonly nodes: NodePods;
  readonly changes: Changes;
  /** How long the fault is to last. */
  readonly holdSeconds: number;
  /** Aborted when the whole command is to end. */
  readonly signal: AbortSignal;
}

/** A fault that is in force. */
export interface Broken {
  /**
   * What shows that it really is; asked for at the end of its time. Throws where it is not: a fault
   * that breaks nothing proves nothing.
   */
  readonly evidence: () => Promise<string>;
  /**
   * When it came into force, in milliseconds of this machine's clock. A fault without `undo` is over
   * at the same moment. @default when `make` began or, of one that has an `undo`, when it was done
   */
  readonly at?: number;
  /** Names of the pods whose processes it ends. @default none */
  readonly killed?: readonly string[];
  /** Ends it. @default it ends by itself, as that of a process that is started again */
  readonly undo?: () => Promise<void>;
  /**
   * What else must be before the stack is whole again.
   * @param since when the fault ended
   * @default its pods, its ring and its pushes
   */
  readonly mended?: (since: number) => Promise<boolean>;
}

/**
 * What must hold. Beside it, for every fault: nothing acknowledged lost, nothing twice, nothing wrong,
 * and no push refused for good.
 */
export interface Bounds {
  /**
   * Whether attempts of pushes may be refused, to be repeated by the client: none at all, some, or
   * all of them while the fault lasts.
   */
  readonly refusedAttempts: "none" | "some" | "while it lasts";
  /** Longest time from the first refused attempt to the last one, beyond the fault's own. */
  readonly outageSeconds: number;
  /** Longest time from the fault's end until the stack is whole and as quick as before. */
  readonly recoverySeconds: number;
}

/** One fault: what it breaks, how, how it is undone, and what must hold. */
export interface Fault {
  /** Its number in the fault matrix, such as F01. */
  readonly id: string;
  /** What it breaks, as a title. */
  readonly title: string;
  /** How, and how it is undone: one sentence. */
  readonly how: string;
  /** How long it lasts, in seconds: in a short run, and else. 0 where it ends by itself. */
  readonly hold: { readonly short: number; readonly long: number };
  /** Settings that the result is only as good as. */
  readonly settings: readonly string[];
  readonly bounds: Bounds;
  /** What the stack must have. */
  readonly needs: Partial<Shape>;
  readonly make: (scene: Scene) => Promise<Broken>;
}

/** How many pods of each kind a stack has. */
export interface Shape {
  readonly lokis: number;
  readonly consuls: number;
  readonly gateways: number;
}
