import { parseTarget, targetUsage, type StackTarget } from "../deployed/options";
import { Refusal } from "../refusal";
import type { Fault } from "./fault";
import { faults } from "./faults";

export interface ChaosOptions {
  readonly target: StackTarget & { readonly context: string };
  readonly faults: readonly Fault[];
  /** Whether the faults were named one by one: then each of them must be possible. */
  readonly named: boolean;
  /** Whether faults last as long as a test can wait for. */
  readonly short: boolean;
  readonly json: boolean;
  /** Image with a shell, for scripts on nodes and the pod that prints lines. */
  readonly image: string;
}

const usage = `npm run chaos -- ${targetUsage.replace("[--context NAME]", "--context NAME")} --yes-break-this-cluster [--fault F01,F04] [--short] [--json] [--image REFERENCE]`;

/** What a command line asks for. Refuses to break a cluster that is not named and confirmed. */
export function chaosOptions(args: readonly string[]): ChaosOptions {
  const { target, values } = parseTarget(args, usage, {
    fault: { type: "string" },
    short: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    image: { type: "string", default: "docker.io/library/busybox:1.36" },
    "yes-break-this-cluster": { type: "boolean", default: false },
  });
  const { fault, short, json, image, "yes-break-this-cluster": confirmed } = values;
  const { context } = target;
  if (context === undefined) {
    throw new Refusal(`--context is missing: name the cluster that is to be broken. ${usage}`);
  }
  const chosen = fault === undefined ? faults : chosenFaults(fault);
  if (!confirmed) {
    throw new Refusal(
      `this kills pods and cuts connections of stack "${target.stack}" in the cluster of context ${context} (${chosen.map(({ id }) => id).join(", ")}): add --yes-break-this-cluster`,
    );
  }
  return {
    target: { ...target, context },
    faults: chosen,
    named: fault !== undefined,
    short,
    json,
    image,
  };
}

/** Faults by their numbers, in the order in which they are named. */
function chosenFaults(list: string): Fault[] {
  return list.split(",").map((text) => {
    const id = text.trim().toUpperCase();
    const found = faults.find((fault) => fault.id === id);
    if (found === undefined) {
      const known = faults.map((fault) => `${fault.id} ${fault.title}`).join(", ");
      throw new Refusal(`there is no fault "${text.trim()}": expected some of ${known}`);
    }
    return found;
  });
}
