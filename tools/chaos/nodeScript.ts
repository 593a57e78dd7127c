/** A process of a pod, found on its node by the pod's cgroup and its command line. */
export interface ProcessTarget {
  readonly podUid: string;
  /** Extended regular expression for the command line, arguments separated by blanks. */
  readonly commandLine: string;
}

/** The command lines of the stack's programs. */
export const commandLines = {
  loki: "^[^ ]*loki -config[.]file",
  consul: "^[^ ]*consul agent ",
  gateway: "^[^ ]*caddy run ",
  /** Whatever runs in the pod: all of it shares one network. */
  any: ".",
} as const;

/** A shell script that breaks something on a node and mends it again. */
export interface NodeScript {
  /** Commands that break it. One on their way may call `cannot "reason"`. */
  readonly apply: string;
  /** Commands that mend it, also when `apply` did only half. @default nothing to mend */
  readonly undo?: string;
}

/** Where scripts find the node's own files. */
export const nodeRoot = "/node";

/** The code of a script that cannot do on this node what it is asked to. */
export const notPossibleCode = 78;

/** Stands before the reason for which a script cannot do it. */
export const cannotMark = "cannot: ";

/** What a script prints once it has broken what it should. */
export const appliedLine = "fault applied";

/**
 * The whole script: breaks something, waits until it is told to stop or the time is up, and mends.
 * The time is the safety net for a command that was killed and can undo nothing any more.
 */
export function nodeScript({ apply, undo = ":" }: NodeScript, seconds: number): string {
  return `set -u
${shellFunctions}
undo() {
  trap '' TERM INT
  if [ -n "\${loop:-}" ]; then
    kill "$loop"
    wait "$loop"
  fi 2>/dev/null
${undo}
}
cannot() {
  echo "${cannotMark}$*"
  undo
  exit ${notPossibleCode}
}
trap 'undo; exit 0' TERM INT
${apply}
echo "${appliedLine}"
sleep ${seconds} &
wait $!
undo
`;
}

/** Shell words that print the PIDs of a target. */
export function pidsOf({ podUid, commandLine }: ProcessTarget): string {
  // With systemd as the driver the cgroup's name has underscores.
  return `$(pids '${podUid.replaceAll("-", "[-_]")}' '${commandLine}')`;
}

/** Puts the PID of a target into `pid`, or ends the script. */
export const findPid = (target: ProcessTarget): string =>
  `pid=$(first ${pidsOf(target)})
[ -n "$pid" ] || cannot "the process ${target.commandLine} does not run on its node"`;

/** What scripts and the commands that look at their effect have in common. */
export const shellFunctions = `
pids() {
  for file in $(grep -lsE "pod$1" /proc/[0-9]*/cgroup); do
    process=\${file#/proc/}
    process=\${process%/cgroup}
    if tr '\\0' ' ' <"/proc/$process/cmdline" 2>/dev/null | grep -qE "$2"; then echo "$process"; fi
  done
}
first() { echo "\${1:-}"; }
# The node's own program, in the network of a process.
in_network() {
  chroot ${nodeRoot} nsenter "--net=/proc/$1/ns/net" -- iptables -w 5 "$2" "$3" $4
}
`.trim();
