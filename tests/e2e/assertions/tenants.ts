import type { LokiClient } from "../../../tools/cluster/lokiClient";
import { poll } from "../../../tools/cluster/poll";
import { nanoseconds, newRun } from "../../../tools/load/lines";
import { namespaceObject, printingPod } from "../support/podsWithLogs";
import type { Stage } from "../support/stage";

/** The tenant beside the stack's first one. */
export const otherTenant = "payments";

/** A namespace whose lines are those of the other tenant. */
export const otherNamespace = "e2e-other-tenant";

const withinMs = 60_000;

/** A line pushed and a line printed for the other tenant, and who finds them. */
export async function linesOfOther(stage: Stage) {
  const run = newRun();
  const users = stage.outputs.tenants[otherTenant];
  if (users?.writeUser === undefined) {
    throw new Error(`the stack has no writer of ${otherTenant}`);
  }
  const client = (user: string, password = "", headers: Record<string, string> = {}) =>
    stage.stack.as(user, password, { headers });
  const { readUser, readPassword } = stage.outputs;
  const first = (headers?: Record<string, string>) => client(readUser, readPassword, headers);
  const other = client(users.readUser, users.readPassword);

  const time = nanoseconds(Date.now());
  const labels = { job: "e2e-tenants", run };
  await client(users.writeUser, users.writePassword).push([
    { labels, entries: [{ time, line: `pushed ${run}` }] },
  ]);
  const { kubectl } = stage.cluster;
  const pod = { name: "printer", namespace: otherNamespace, app: "printer" };
  await kubectl.applyObjects([
    namespaceObject(otherNamespace, { "fraiseql.io/tenant": otherTenant }),
    printingPod({ ...pod, lines: [`printed ${run}`] }),
  ]);
  const pushed = `{job="e2e-tenants", run="${run}"}`;
  const printed = `{namespace="${otherNamespace}"} |= "${run}"`;
  const range = { start: time - 600_000_000_000n, end: time + 600_000_000_000n };
  const lines = async (reader: LokiClient, query: string) =>
    (await reader.queryRange(query, range)).map(({ line }) => line);
  const found = (query: string) =>
    poll(
      async () => {
        const some = await lines(other, query);
        return some.length > 0 ? some : undefined;
      },
      { what: query, timeoutMs: withinMs },
    );
  const foundByOther = [...(await found(pushed)), ...(await found(printed))];
  const foundByFirst: string[] = [];
  const forgeries = [undefined, otherTenant, `${readUser.replace("-read", "")}|${otherTenant}`];
  for (const tenant of forgeries) {
    const reader = first(tenant === undefined ? {} : { "X-Scope-OrgID": tenant });
    for (const query of [pushed, printed, `{tenant="${otherTenant}"}`, `{job=~".+"} |= "${run}"`]) {
      foundByFirst.push(...(await lines(reader, query)));
    }
  }
  const expected = [`pushed ${run}`, `printed ${run}`];
  return {
    foundByOther,
    // Gateway and Loki log the queries themselves, as lines of the stack's own tenant.
    foundByFirst: foundByFirst.filter((line) => expected.includes(line)),
    expected,
    labelsOfOther: (await other.queryRange(printed, range)).map((entry) =>
      Object.keys(entry.labels),
    ),
  };
}
