import type { Pod } from "../../cluster/kubectl";
import type { DeployedStack } from "../../deployed/deployedStack";
import { httpPortOf, lokiStatefulSet, tlsSecretOf } from "../../deployed/lokiStatefulSet";
import { nanoseconds, newRun } from "../../load/lines";
import type { Fault } from "../fault";
import { namesOf, startedAgain } from "../kill";
import { commandLines, findPid } from "../nodeScript";
import { freshestFirst, processOf, tasksFor } from "../targets";

/** Enough chunks that a flush takes a moment. */
const streams = 400;

/** A chunk is in the bucket or in the write-ahead log, or in both, and is read once. */
export const killDuringFlush: Fault = {
  id: "F06",
  title: "one Loki killed while it flushes",
  how: "many streams pushed, a flush asked of one Loki, SIGKILL as soon as its first chunk is stored; the kubelet starts it again",
  hold: { short: 5, long: 30 },
  settings: ["loki.wal on a volume that outlives the pod"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 60 },
  needs: { lokis: 3 },
  make: async ({ stack, nodes }) => {
    const pods = freshestFirst(await stack.lokis()).slice(0, 1);
    const statefulSet = await lokiStatefulSet(stack);
    const scheme = tlsSecretOf(statefulSet) === undefined ? "http" : "https";
    const origin = (ip: string) => `${scheme}://${ip}:${httpPortOf(statefulSet)}`;
    await pushManyStreams(stack);
    const tasks = tasksFor(pods, (there) => ({
      apply: there.map((pod) => flushAndKill(pod, origin(pod.status.podIP ?? ""))).join("\n"),
    }));
    const { at, undo } = await nodes.run("the script that flushes and kills", tasks, 0);
    await undo();
    return { at, killed: namesOf(pods), evidence: () => startedAgain(stack, pods) };
  },
};

async function pushManyStreams(stack: DeployedStack): Promise<void> {
  const job = `chaos-flush-${newRun()}`;
  const time = nanoseconds(Date.now());
  await stack.writer({ retryForMs: 30_000 }).push(
    Array.from({ length: streams }, (_, number) => ({
      labels: { job, number: `${number}` },
      entries: [{ time, line: `a chunk of its own ${number}` }],
    })),
  );
}

function flushAndKill(pod: Pod, url: string): string {
  // The address of a pod is in no certificate.
  const wget = url.startsWith("https:") ? "wget -q --no-check-certificate" : "wget -q";
  return `${findPid(processOf(pod, commandLines.loki))}
flushed() {
  ${wget} -O - ${url}/metrics | awk '/^loki_ingester_chunks_flushed_total/ { sum += $2 } END { print sum + 0 }'
}
before=$(flushed)
${wget} -O /dev/null --post-data= ${url}/flush || cannot "the node does not reach the pod's address"
i=0
while [ "$(flushed)" = "$before" ] && [ $i -lt 100 ]; do i=$((i + 1)); done
kill -9 "$pid"`;
}
