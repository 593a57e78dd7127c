import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { evaluate, type EvaluateOptions, type Evaluation } from "../../tools/evaluate";

/** What a test's stand-in for a provider adds to a new resource. */
function created(resource: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  switch (resource.type) {
    case "random:index/randomPassword:RandomPassword":
      return { result: password(resource) };
    case "random:index/randomUuid:RandomUuid":
      return { result: `uuid-of-${resource.name}` };
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::123456789012:role/${resource.name}` };
    default:
      return {};
  }
}

/** Hexadecimal digits where the program asks for them, a text that is easy to find elsewhere. */
function password({ name, inputs }: pulumi.runtime.MockResourceArgs): string {
  const { length, overrideSpecial } = inputs as { length: number; overrideSpecial?: string };
  return overrideSpecial === undefined ? `password-of-${name}` : digitsOf(name).slice(0, length);
}

/** The hexadecimal digits that a resource of this name returns, all 64 of them. */
export function digitsOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

/** The token in the form of a UUID that the program makes of a resource's first 32 digits. */
export function tokenOf(name: string): string {
  const part = (from: number, to: number) => digitsOf(name).slice(from, to);
  return [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
}

/** Runs a piece of the program under mocks and returns what it registered. */
export async function record(
  program: () => unknown,
  options: Partial<EvaluateOptions> = {},
): Promise<Evaluation> {
  const { stackTraceLimit } = Error;
  // The SDK notes a stack trace with every promise: more than half of the time of a test. Give it
  // back when an error inside the program has to be found.
  Error.stackTraceLimit = 0;
  try {
    return await evaluate(() => Promise.resolve((program() ?? {}) as Record<string, unknown>), {
      stack: "test",
      created,
      ...options,
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The inputs of the one resource with this type and name. */
export function inputsOf(evaluation: Evaluation, type: string, name: string) {
  return resourceOf(evaluation, type, name).inputs;
}

/** The one resource with this type and name. */
export function resourceOf(evaluation: Evaluation, type: string, name: string) {
  const found = evaluation.resources.filter((r) => r.type === type && r.name === name);
  const [resource] = found;
  if (found.length !== 1 || resource === undefined) {
    const names = evaluation.resources.map((r) => `${r.type}::${r.name}`).join("\n");
    throw new Error(`${found.length} resources are ${type}::${name}; there are\n${names}`);
  }
  return resource;
}

/** Every registered resource as `type::name`, in order. */
export function inventory(evaluation: Evaluation): string[] {
  return evaluation.resources.map((resource) => `${resource.type}::${resource.name}`);
}
