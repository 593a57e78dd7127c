import { findPid, nodeRoot, pidsOf, type NodeScript, type ProcessTarget } from "./nodeScript";

/** A file that nobody else makes. */
const ballast = ".fault-ballast";

/**
 * Fills the volume that a process has mounted, up to a percentage. Only one with a file system of its
 * own: to fill another would take the node's disk away from everything on it.
 */
export function fillVolume(target: ProcessTarget, path: string, percent: number): NodeScript {
  const folder = `"/proc/$pid/root${path}"`;
  return {
    apply: `${findPid(target)}
device=$(stat -c %d ${folder})
for other in ${nodeRoot} ${nodeRoot}/var ${nodeRoot}/var/lib/kubelet; do
  [ "$(stat -c %d "$other" 2>/dev/null)" != "$device" ] ||
    cannot "the volume at ${path} has no file system of its own: filling it would fill the node's disk"
done
read -r size blocks free <<END
$(stat -f -c '%S %b %f' ${folder})
END
bytes=$(( (blocks * ${percent} / 100 - (blocks - free)) * size ))
[ "$bytes" -le 0 ] || fallocate -l "$bytes" ${folder}/${ballast} ||
  cannot "the volume at ${path} takes no file of $bytes bytes"`,
    undo: `i=0
pid=$(first ${pidsOf(target)})
while [ -z "$pid" ] && [ $i -lt 20 ]; do
  i=$((i + 1))
  sleep 1
  pid=$(first ${pidsOf(target)})
done
rm -f ${folder}/${ballast}`,
  };
}
