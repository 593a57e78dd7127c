import { parseTarget, targetUsage, type StackTarget } from "../deployed/options";

export interface SmokeOptions {
  readonly target: StackTarget;
  /** Whether the result is printed as JSON, for machines. */
  readonly json: boolean;
}

const usage = `npm run smoke -- ${targetUsage} [--json]`;

export function smokeOptions(args: readonly string[]): SmokeOptions {
  const { target, values } = parseTarget(args, usage, {
    json: { type: "boolean", default: false },
  });
  return { target, json: values.json };
}
