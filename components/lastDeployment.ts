import * as pulumi from "@pulumi/pulumi";

/**
 * Outputs of this stack's last deployment: `undefined` where there was none. The engine reads it from
 * the stack's own state, in a preview too.
 * @see https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences
 */
export async function lastOutputs(...names: readonly string[]): Promise<unknown[]> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const reference = new pulumi.StackReference("last-deployment", { name: stack });
  const details = await Promise.all(names.map((name) => reference.getOutputDetails(name)));
  return details.map(({ value }) => value as unknown);
}
