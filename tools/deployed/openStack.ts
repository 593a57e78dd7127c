import { stackIdAnnotation } from "../../components/kubernetes";
import { Kubectl, type KubernetesObject } from "../cluster/kubectl";
import { createReach } from "../cluster/reach";
import { Refusal } from "../refusal";
import { DeployedStack } from "./deployedStack";
import { findOutputs } from "./findOutputs";
import type { StackTarget } from "./options";
import type { Outputs } from "./outputs";
import { withStoredPasswords } from "./storedPasswords";

/** A right on the cluster, as `kubectl auth can-i` asks for it. */
export interface Right {
  readonly verb: string;
  /** A resource such as `pods`, `pods/portforward` or `deployments.apps`. */
  readonly resource: string;
  /** @default the whole cluster */
  readonly namespace?: string;
}

/**
 * Opens a way to a stack where it is deployed. Refuses a cluster that is not the stack's: only one
 * whose namespace carries the stack's id is.
 */
export async function openStack(
  target: StackTarget,
  kubectl = new Kubectl(process.env, target.context),
): Promise<DeployedStack> {
  const outputs = await withStoredPasswords(kubectl, await ofThisCluster(kubectl, target));
  return new DeployedStack(kubectl, createReach(kubectl, target.direct), outputs);
}

async function ofThisCluster(kubectl: Kubectl, target: StackTarget): Promise<Outputs> {
  const { stack, context } = target;
  const cluster = context === undefined ? "the current context" : `the context ${context}`;
  const told: string[] = [];
  for await (const { from, outputs } of findOutputs(target)) {
    const id = await stackIdOf(kubectl, outputs.namespace, cluster);
    if (id === outputs.stackId) {
      return outputs;
    }
    told.push(
      `${from} tells of ${outputs.stackId} in the namespace ${outputs.namespace}, which there has ${id ?? "no id"}`,
    );
  }
  throw new Refusal(
    told.length === 0
      ? `stack "${stack}" has no outputs here: deploy it with pulumi up, render it with npm run render -- --stack ${stack}, or name a file with --outputs`
      : `the cluster of ${cluster} does not run stack "${stack}": ${told.join("; ")}. Choose the cluster with --context, or the outputs with --outputs`,
  );
}

/** The id that a namespace carries; nothing where there is no such namespace. */
async function stackIdOf(
  kubectl: Kubectl,
  namespace: string,
  cluster: string,
): Promise<string | undefined> {
  const args = ["get", "namespace", namespace, "--ignore-not-found", "--output", "json"];
  const { stdout, stderr, code } = await kubectl.try(args, 20_000).catch(() => {
    throw new Refusal("there is no kubectl in PATH: install it to reach the stack's cluster");
  });
  if (code !== 0) {
    const said = stderr.trim().split("\n").at(-1) ?? "";
    throw new Refusal(`the cluster of ${cluster} does not answer: ${said}`);
  }
  return stdout.trim() === ""
    ? undefined
    : (JSON.parse(stdout) as KubernetesObject).metadata.annotations?.[stackIdAnnotation];
}

/** Refuses unless the user has every right that a command needs, and names those that are missing. */
export async function requireRights(
  { kubectl }: Pick<DeployedStack, "kubectl">,
  rights: readonly Right[],
): Promise<void> {
  const asked = await Promise.all(
    rights.map(async (right) => {
      const { verb, resource, namespace } = right;
      const place = namespace === undefined ? [] : ["--namespace", namespace];
      const { code } = await kubectl.try(["auth", "can-i", verb, resource, ...place, "--quiet"]);
      return code === 0 ? [] : [rightText(right)];
    }),
  );
  const missing = asked.flat();
  if (missing.length > 0) {
    throw new Refusal(
      `this needs rights that you do not have on the cluster: ${missing.join(", ")}`,
    );
  }
}

const rightText = ({ verb, resource, namespace }: Right) =>
  `${verb} ${resource}${namespace === undefined ? "" : ` in ${namespace}`}`;
