import * as pulumi from "@pulumi/pulumi";

/**
 * An output of this stack's last deployment: `undefined` where there was none. The engine reads it from
 * the stack's own state, in a preview too.
 * @see https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences
 */
export async function lastOutput(name: string): Promise<unknown> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const reference = new pulumi.StackReference("last-deployment", { name: stack });
  const details = await reference.getOutputDetails(name);
  return details.value as unknown;
}
