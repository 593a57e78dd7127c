import { poll } from "../../../tools/cluster/poll";
import { waitPodsReady } from "../../../tools/cluster/waitReady";
import { nanoseconds, newRun } from "../../../tools/load/lines";
import { namespaceObject } from "../support/podsWithLogs";
import type { Stage } from "../support/stage";

/** The namespace of what stands for an Alertmanager. */
export const receiverNamespace = "e2e-alerts";

const receiver = "alertmanager";
const port = 9093;
const job = "e2e-alerts";

const rule = (name: string, more: number) => ({
  name,
  tenants: ["fraiseql"],
  expr: `sum by (job) (count_over_time({job="${job}"} [15m])) > ${more}`,
  for: "1s",
  severity: "critical",
  summary: "{{ $labels.job }} has {{ $value }} lines",
});

const fires = "E2eFires";
const isQuiet = "E2eIsQuiet";

/** Settings of a stack whose ruler tells the receiver. */
export const alertingSettings = {
  alertmanagerUrl: `http://${receiver}.${receiverNamespace}.svc:${port}/cgi-bin`,
  rules: [rule(fires, 2), rule(isQuiet, 1_000_000)],
};

/** Prints what it is sent. busybox takes what follows the name of the program as its path. */
const program = `#!/bin/sh
{ echo "$REQUEST_METHOD $PATH_INFO"; head -c "$CONTENT_LENGTH"; echo; } >&2
printf 'Content-Type: application/json\\r\\n\\r\\n{}'
`;

const labels = { app: receiver };

function receiverObjects() {
  const metadata = { name: receiver, namespace: receiverNamespace };
  return [
    namespaceObject(receiverNamespace),
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { api: program } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port, targetPort: port }] },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, labels },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: "receiver",
            image: "docker.io/library/busybox:1.36",
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/httpd", "-f", "-p", `${port}`, "-h", "/www"],
            readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
            resources: { requests: { cpu: "10m", memory: "8Mi" }, limits: { memory: "32Mi" } },
            volumeMounts: [{ name: "program", mountPath: "/www/cgi-bin" }],
          },
        ],
        volumes: [{ name: "program", configMap: { name: receiver, defaultMode: 0o755 } }],
      },
    },
  ];
}

interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the receiver was sent so far, of this test's rules. */
async function sentAlerts({ cluster }: Stage): Promise<SentAlert[]> {
  const { stdout } = await cluster.kubectl.try([
    "logs",
    "--namespace",
    receiverNamespace,
    receiver,
  ]);
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("["))
    .flatMap((line) => JSON.parse(line) as SentAlert[])
    .filter((alert) => [fires, isQuiet].includes(alert.labels["alertname"] ?? ""));
}

/**
 * Pushes three lines and waits for the alert that they are. Loki evaluates once a minute, and reads
 * its rules as often.
 */
export async function alertOfLines(stage: Stage) {
  const { kubectl } = stage.cluster;
  await kubectl.applyObjects(receiverObjects());
  await waitPodsReady(kubectl, {
    namespace: receiverNamespace,
    selector: `app=${receiver}`,
    count: 1,
  });
  const run = newRun();
  const start = nanoseconds(Date.now());
  const entries = [0n, 1n, 2n].map((index) => ({ time: start + index, line: `alert ${run}` }));
  await stage.stack.writer({ retryForMs: 30_000 }).push([{ labels: { job }, entries }]);
  const sent = await poll(
    async () => {
      const alerts = await sentAlerts(stage);
      return alerts.length > 0 ? alerts : undefined;
    },
    { what: "the alert at the receiver", timeoutMs: 300_000, intervalMs: 2_000 },
  );
  const [first] = sent;
  const { alertname, severity, tenant } = first?.labels ?? {};
  return {
    names: [...new Set(sent.map((alert) => alert.labels["alertname"]))],
    first: { alertname, severity, tenant, job: first?.labels["job"] },
    summary: first?.annotations["summary"],
  };
}

/** What it must be. */
export const expectedAlert = {
  names: [fires],
  first: { alertname: fires, severity: "critical", tenant: "fraiseql", job },
  summary: `${job} has 3 lines`,
};
