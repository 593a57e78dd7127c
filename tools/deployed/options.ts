import { parseOptions, stackName, type OptionsConfig } from "../options";

/** Which stack, and on which cluster it is. */
export interface StackTarget {
  readonly stack: string;
  /** File with the stack's outputs. @default `rendered/<stack>/outputs.json`, or what `pulumi` tells */
  readonly outputsFile?: string;
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string;
  /** Whether this machine reaches addresses of pods and Services; else ports are forwarded. */
  readonly direct: boolean;
}

/** How the options of every command on a deployed stack are written in its usage. */
export const targetUsage = "--stack NAME [--context NAME] [--outputs FILE] [--direct]";

const targetOptions = {
  stack: { type: "string" },
  outputs: { type: "string" },
  context: { type: "string" },
  direct: { type: "boolean", default: false },
} as const satisfies OptionsConfig;

/** The target that a command line names, and the command's own options. */
export function parseTarget<T extends OptionsConfig>(
  args: readonly string[],
  usage: string,
  options: T,
) {
  const values = parseOptions(args, usage, { ...targetOptions, ...options });
  const { stack, outputs, context, direct } = values as {
    stack?: string;
    outputs?: string;
    context?: string;
    direct: boolean;
  };
  const target: StackTarget = {
    stack: stackName(stack, usage),
    direct,
    ...(outputs === undefined ? {} : { outputsFile: outputs }),
    ...(context === undefined ? {} : { context }),
  };
  return { target, values };
}
