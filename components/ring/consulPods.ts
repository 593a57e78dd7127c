/** User and group of Consul's processes: above 10000, so it is nobody on the node. */
export const consulUser = 10_002;

/**
 * Shell lines that wait for the servers to have a leader and then repeat a command until it
 * succeeds. What bounds them is the pod's own deadline. Only the first wait is cheap enough to be
 * done by every pod while the servers start. The first process of a container is not ended by a
 * signal it has no handler for: without the trap, a pod that waits takes its whole grace period to go.
 */
export function waitFor(command: string): string {
  return `trap 'exit 1' TERM
until wget -q -O - "$CONSUL_HTTP_ADDR/v1/status/leader" 2>/dev/null | grep -q :; do sleep 1; done
until ${command} >/dev/null 2>&1; do sleep 1; done`;
}
