import type { DeployedStack } from "../deployed/deployedStack";
import { ringMembers } from "../deployed/ring";
import { consulPods } from "./targets";

/** Port of Consul's HTTP interface. */
const httpPort = 8500;

/** The leader's address as a server that answers knows it; nothing where there is no leader. */
export async function consulLeader(stack: DeployedStack): Promise<string | undefined> {
  const { namespace } = stack.outputs;
  const answers = await Promise.all(
    (await consulPods(stack)).map(async ({ metadata }) => {
      try {
        const url = await stack.reach.pod(namespace, metadata.name, httpPort);
        const response = await fetch(`${url}/v1/status/leader`, {
          signal: AbortSignal.timeout(3_000),
        });
        return response.ok ? ((await response.json()) as string) : "";
      } catch {
        return "";
      }
    }),
  );
  const [address] = answers.find((answer) => answer !== "")?.split(":") ?? [];
  return address;
}

/**
 * Whether Consul has a leader and every Loki has told the ring through it, since a moment, that it is
 * alive: its token is good and its writes arrive.
 */
export async function ringIsWritten(stack: DeployedStack, since: number): Promise<boolean> {
  if ((await consulLeader(stack)) === undefined) {
    return false;
  }
  const members = await ringMembers(stack);
  return members.every(({ heartbeat }) => heartbeat > since);
}
