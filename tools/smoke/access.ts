import type { DeployedStack } from "../deployed/deployedStack";
import { notApplicable, type Check, type Outcome } from "../deployed/checks";

const query = `/loki/api/v1/query?query=${encodeURIComponent('count_over_time({job="x"}[1m])')}`;

/** Reading these harms nothing where they are not refused. */
const adminPaths = ["/config", "/metrics", "/ring", "/runtime_config"];

/** What the gateway must refuse. */
export const accessChecks = (stack: DeployedStack): readonly Check[] => [
  { name: "no credentials", run: () => behindGateway(stack, withoutCredentials) },
  { name: "admin paths", run: () => behindGateway(stack, adminRefused) },
];

/** A stack without a gateway asks nobody for a password, and says so by an empty user. */
async function behindGateway(
  stack: DeployedStack,
  check: (stack: DeployedStack) => Promise<Outcome>,
): Promise<Outcome> {
  return stack.outputs.writeUser === ""
    ? notApplicable("no gateway in this stack: nothing to refuse")
    : await check(stack);
}

async function withoutCredentials(stack: DeployedStack): Promise<Outcome> {
  const nobody = stack.as("", "");
  const headers = { "Content-Type": "application/json" };
  const body = '{"streams":[]}';
  const push = await nobody.raw("/loki/api/v1/push", { method: "POST", headers, body });
  const read = await nobody.raw(query);
  return {
    ok: push.status === 401 && read.status === 401,
    detail: `a push is answered with ${push.status}, a query with ${read.status}`,
  };
}

async function adminRefused(stack: DeployedStack): Promise<Outcome> {
  const reader = stack.reader();
  const answers = await Promise.all(
    adminPaths.map(async (path) => ({ path, status: (await reader.raw(path)).status })),
  );
  return {
    ok: answers.every(({ status }) => status === 404),
    detail: answers.map(({ path, status }) => `${path} ${status}`).join(", "),
  };
}
