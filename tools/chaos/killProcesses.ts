import { findPid, pidsOf, type NodeScript, type ProcessTarget } from "./nodeScript";

/** Ends processes of one node at once, without a word (SIGKILL). The kubelet starts them again. */
export function killProcesses(targets: readonly ProcessTarget[]): NodeScript {
  return { apply: killAll(targets) };
}

/**
 * The same, and what the kubelet starts in their place is stopped before it has begun (SIGSTOP) until
 * the fault is undone: as if the pods could not be started.
 * @param whileDown commands for each stopped process, `$pid`, before it goes on
 */
export function killAndHold(targets: readonly ProcessTarget[], whileDown = ":"): NodeScript {
  const pids = targets.map(pidsOf).join(" ");
  return {
    apply: `${killAll(targets)}
hold() {
  while :; do
    for pid in ${pids}; do kill -STOP "$pid" 2>/dev/null; done
    sleep 0.2
  done
}
hold &
loop=$!`,
    undo: `for pid in ${pids}; do
${whileDown}
  kill -CONT "$pid"
done`,
  };
}

/** All are looked up before the first is killed: they are to go at the same moment. */
function killAll(targets: readonly ProcessTarget[]): string {
  const found = targets.map(
    (target, index) => `${findPid(target)}
pid${index}=$pid`,
  );
  const all = targets.map((_, index) => `"$pid${index}"`).join(" ");
  return [...found, `kill -9 ${all}`].join("\n");
}
