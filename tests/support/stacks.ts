import { join } from "node:path";
import program from "../../index";
import type { Evaluation } from "../../tools/evaluate";
import { readStackFile, type StackConfig } from "../../tools/render/stackFile";
import { record } from "./record";

export type StackName = "dev" | "prod";

/** Settings of single areas in place of the stack file's. */
export type Areas = Readonly<Record<string, unknown>>;

/** The configuration of one of the project's own stack files, with other settings for some areas. */
export function stackConfig(stack: StackName, areas: Areas = {}): StackConfig {
  const file = join(__dirname, "..", "..", `Pulumi.${stack}.yaml`);
  const settings = Object.entries(areas).map(([area, value]) => [
    `fraiseql-loki:${area}`,
    JSON.stringify(value),
  ]);
  return { ...readStackFile(file), ...(Object.fromEntries(settings) as StackConfig) };
}

/** Runs the real program with the project's own stack file. */
export function evaluateStack(
  stack: StackName,
  areas: Areas = {},
  options: { readonly preview?: boolean } = {},
): Promise<Evaluation> {
  return record(program, {
    stack,
    config: stackConfig(stack, areas),
    secretKeys: Object.keys(areas)
      .filter((area) => JSON.stringify(areas[area]).includes(secretMark))
      .map((area) => `fraiseql-loki:${area}`),
    ...options,
  });
}

/** Part of every secret that a test writes into a stack file. */
export const secretMark = "secret-of-";
