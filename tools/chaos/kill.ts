import type { Pod } from "../cluster/kubectl";
import type { DeployedStack } from "../deployed/deployedStack";
import type { Broken, Scene } from "./fault";
import { killAndHold, killProcesses } from "./killProcesses";
import type { NodeChange } from "./nodePods";
import { processOf, tasksFor } from "./targets";

/** Processes that are to be killed, of pods with one kind of program. */
export interface Victims {
  readonly pods: readonly Pod[];
  /** One of `commandLines`. */
  readonly commandLine: string;
}

/** Kills them at the same moment; what shows it is that they are started again. */
export async function kill(
  { stack, nodes }: Scene,
  { pods, commandLine }: Victims,
): Promise<Broken> {
  const tasks = tasksFor(pods, (there) =>
    killProcesses(there.map((pod) => processOf(pod, commandLine))),
  );
  const { at, undo } = await nodes.run(
    `the script that kills ${namesOf(pods).join(", ")}`,
    tasks,
    0,
  );
  await undo();
  return { at, evidence: () => startedAgain(stack, pods), killed: namesOf(pods) };
}

/** Kills them and keeps their successors from starting until that is undone. */
export function killAndKeepDown(
  { nodes, holdSeconds }: Scene,
  { pods, commandLine }: Victims,
  whileDown?: string,
): Promise<NodeChange> {
  const tasks = tasksFor(pods, (there) =>
    killAndHold(
      there.map((pod) => processOf(pod, commandLine)),
      whileDown,
    ),
  );
  return nodes.run(`${namesOf(pods).join(", ")} kept down`, tasks, holdSeconds);
}

/** How these pods were started again since; throws where one was not. */
export async function startedAgain(
  { kubectl, outputs }: DeployedStack,
  before: readonly Pod[],
): Promise<string> {
  const after = await kubectl.pods(outputs.namespace);
  return before
    .map(({ metadata: { name, uid }, status }) => {
      const now = after.find((pod) => pod.metadata.name === name);
      const times = restarts(now?.status) - restarts(status);
      if (now?.metadata.uid === uid && times === 0) {
        throw new Error(`${name} was not started again`);
      }
      return now?.metadata.uid === uid ? `${name} restarted ${times}×` : `${name} replaced`;
    })
    .join(", ");
}

/** How often the containers of a pod were started again. */
export const restarts = (status: Pod["status"] | undefined): number =>
  (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);

export const namesOf = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);
