# shellcheck shell=bash
# Removes everything a test bed leaves, running or killed: `down` does only this, `up` starts with it.
# Nothing is asked to stop: all of it is thrown away, and one way to remove it is the way that gets tried.

# Folders that programs use outside the state folder, whatever they are told.
OUTSIDE=(/var/log/pods /var/log/containers /var/lib/kubelet /var/lib/kubelet/device-plugins /var/lib/cni /var/lib/cni/results
  /run/containerd /run/containerd/s /run/mount)
# Settings of the kernel that we, kubelet or kube-proxy change.
SYSCTLS=(net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables vm.overcommit_memory vm.panic_on_oom kernel.panic
  kernel.panic_on_oops kernel.keys.root_maxkeys kernel.keys.root_maxbytes)

remember_machine() { # what the sweep puts back
  local path
  for path in "${OUTSIDE[@]}"; do
    [ ! -d "$path" ] || find "$path" -maxdepth 1
  done >"$STATE/outside-before"
  sysctl -e "${SYSCTLS[@]}" >"$STATE/sysctl-before" 2>/dev/null || true
}

sweep() {
  kill_all
  remove_mounts
  remove_network
  if [ -d "$STATE" ]; then
    remove_rules
    remove_cgroups
    restore_machine
    remove_object_store_sockets
    rm -rf --one-file-system "$STATE"
    rmdir --ignore-fail-on-non-empty "${STATE%/*}"
  fi
}

our_mounts() {
  # containerd also mounts where it unpacks images.
  awk -v state="$STATE/" -v images="$PARTIAL_IMAGES/" 'index($5, state) == 1 || index($5, images) == 1 { print $5 }' \
    /proc/self/mountinfo | tac
}

remove_mounts() {
  local mount
  for mount in $(our_mounts); do
    umount "$mount" 2>/dev/null || umount --lazy "$mount" || true
  done
  # A volume may be mounted from elsewhere: nothing below a mount may be removed.
  mount=$(our_mounts)
  [ -z "$mount" ] || fail "these mounts cannot be removed: ${mount//$'\n'/ }."
}

remove_cgroups() {
  # rmdir refuses a group with processes: one that is not ours stays.
  find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
}

restore_machine() {
  local path entry
  [ ! -f "$STATE/sysctl-before" ] || sysctl -q -e -p "$STATE/sysctl-before" >/dev/null 2>&1 || true
  # What CNI did for a pod names the pod's network namespace, which is in the state folder.
  files_with "$STATE/" /var/lib/cni/results/* | xargs -r rm -f
  # Shims leave their sockets in a folder that all users of containerd share.
  for path in "$STATE"/containerd-run/io.containerd.runtime.v2.task/k8s.io/*/address; do
    [ ! -f "$path" ] || rm -f "$(sed 's,^unix://,,' "$path")"
  done
  [ -f "$STATE/outside-before" ] || return 0
  for path in /var/log/pods /var/log/containers /var/lib/kubelet/device-plugins; do
    [ -d "$path" ] || continue
    for entry in "$path"/*; do
      grep -qxF -- "$entry" "$STATE/outside-before" || rm -rf --one-file-system "$entry"
    done
  done
  for path in $(printf '%s\n' "${OUTSIDE[@]}" | tac); do
    grep -qxF -- "$path" "$STATE/outside-before" || rmdir "$path" 2>/dev/null || true
  done
}
