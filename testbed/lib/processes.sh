# shellcheck shell=bash
# There are no pid files to go stale. A process is ours when its program is one that we start and its command line
# names our state folder; the processes of pods are found by their container's name in their cgroup.

files_with() { # TEXT FILE...: prints the files that hold it; finding none, or one that just went, is no failure
  grep -lsF -- "$@" || true
}

program_of() { # PID: prints the name of its program when the process is ours
  local program
  program=$(readlink "/proc/$1/exe") || return 0
  program=${program% (deleted)} program=${program##*/}
  case $program in
  containerd | containerd-shim-* | runc | etcd | kube-apiserver | kube-controller-manager | kube-scheduler | kubelet | kube-proxy | coredns | weed)
    ! grep -qsF -- "$STATE/" "/proc/$1/cmdline" || echo "$program"
    ;;
  esac
}

our_processes() { # prints lines of PID and program
  local file pid program
  while read -r file; do
    pid=${file#/proc/} pid=${pid%/cmdline}
    program=$(program_of "$pid")
    [ -z "$program" ] || echo "$pid $program"
  done < <(files_with "$STATE/" /proc/[0-9]*/cmdline)
}

process_of() { # PROGRAM: prints the PID of our process of that program
  our_processes | awk -v program="$1" '$2 == program { print $1 }'
}

our_containers() { # prints the names containerd and runc know our containers by
  local folder
  for folder in "$STATE"/containerd-run/io.containerd.runtime.v2.task/k8s.io/* "$STATE"/runc/k8s.io/*; do
    [ ! -d "$folder" ] || echo "${folder##*/}"
  done
}

container_processes() { # prints PIDs
  local containers file pid
  containers=$(our_containers)
  # An empty list of patterns would match every process.
  [ -n "$containers" ] || return 0
  while read -r file; do
    pid=${file#/proc/} pid=${pid%/cgroup}
    # A dead process keeps its entry until its parent asks for it, which may be never.
    grep -qs ') Z ' "/proc/$pid/stat" || echo "$pid"
  done < <(files_with "$containers" /proc/[0-9]*/cgroup)
}

start_process() { # NAME COMMAND...
  local name=$1
  shift
  # Descriptor 9 is the lock of this command, which a process that stays must not keep.
  setsid "$@" >"$STATE/logs/$name.log" 2>&1 </dev/null 9>&- &
  disown
}

kill_all() {
  local pids
  for _ in $(seq 100); do
    pids=$({ our_processes; container_processes; } | cut -d " " -f 1)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -9 $pids 2>/dev/null || true
    sleep 0.05
  done
  fail "these processes cannot be killed: ${pids//$'\n'/ }."
}
