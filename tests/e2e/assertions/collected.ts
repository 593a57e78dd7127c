import { poll } from "../../../tools/cluster/poll";
import { nanoseconds } from "../../../tools/load/lines";
import { namespaceObject, printingPod } from "../support/podsWithLogs";
import { report } from "../support/report";
import { appNamespace, type Stage } from "../support/stage";

/** How long a printed line may take to be found. */
const withinMs = 30_000;

const traceId = "0af7651916cd43dd8448eb211c80319c";

export interface Collected {
  readonly labels: Readonly<Record<string, string>>;
  readonly line: string;
}

/** What pods print now, and what is found of it by the guide's selectors. */
export async function printedAndFound(stage: Stage) {
  const now = new Date();
  const timestamp = now.toISOString();
  const error = JSON.stringify({
    timestamp,
    level: "ERROR",
    logger: "fraiseql.app",
    message: "connection refused",
    trace_id: traceId,
    exception_type: "DatabaseConnectionError",
  });
  const info = JSON.stringify({ timestamp, level: "INFO", message: "ready" });
  const date = timestamp.replace("T", " ").replace("Z", "");
  const statement = `${date} UTC [71] app@shop ERROR:  relation "users" does not exist`;

  await stage.cluster.kubectl.applyObjects([
    namespaceObject(appNamespace),
    printingPod({
      name: "shop",
      namespace: appNamespace,
      app: "fraiseql-app",
      lines: [info, error],
    }),
    printingPod({
      name: "database",
      namespace: appNamespace,
      app: "postgresql",
      lines: [statement],
    }),
  ]);
  await stage.cluster.kubectl.call(
    ["wait", "pod", "--all", "-n", appNamespace, "--for=condition=Ready", "--timeout=60s"],
    { timeoutMs: 70_000 },
  );
  const printed = Date.now();
  const reader = stage.stack.reader();
  const find = (query: string) =>
    poll(
      async (): Promise<readonly Collected[] | undefined> => {
        const range = { start: nanoseconds(+now - 600_000), end: nanoseconds(Date.now() + 60_000) };
        const found = await reader.queryRange(query, range);
        return found.length > 0 ? found.map(({ labels, line }) => ({ labels, line })) : undefined;
      },
      { what: query, timeoutMs: printed + withinMs - Date.now() },
    );
  const inApps = `namespace="${appNamespace}"`;
  const byLevel = await find(`{job="fraiseql-app", level="error", ${inApps}}`);
  report(`a printed line is found ${((Date.now() - printed) / 1_000).toFixed(1)} s later`);
  const byTrace = await find(`{job="fraiseql-app", ${inApps}} |= "${traceId}"`);
  const ofDatabase = await find(`{job="postgresql", ${inApps}}`);
  return { found: { byLevel, byTrace, ofDatabase }, lines: { error, statement } };
}
