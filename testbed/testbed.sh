#!/usr/bin/env bash
# A throw-away Kubernetes node on this machine. README.md says what it is and what each command does.
set -Eeuo pipefail

TESTBED=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
for part in settings output install python build processes sweep network refusals certificates cluster dns volumes images object_store; do
  # shellcheck source=/dev/null
  . "$TESTBED/lib/$part.sh"
done
trap 'report_failure $? "$BASH_COMMAND" "${BASH_SOURCE[0]}" "$LINENO"' ERR

usage() {
  cat <<'K'
usage: testbed/testbed.sh COMMAND
  install                    Debian packages it needs
  build [NAME|GROUP...]      programs from Go modules: groups cluster, stack, pulumi, scanners; default cluster stack
  up [--volumes N]           start, over whatever a killed one left; nothing to do when it is up
  down                       stop, and leave nothing but the cache
  status                     what runs
  logs [NAME]                the log of one process; without NAME, the names
  env                        shell lines that set KUBECONFIG and PATH
  kubeconfig                 the path of the kubeconfig
  images                     import images of programs built since `up`
  image-alias REFERENCE      let a stand-in answer to one more name, digest or mirror
  volumes                    empty the volumes of deleted claims for the next ones
  object-store up [BUCKET...] | down
K
}

# One command at a time may change the test bed; a second one waits.
lock() { # NAME
  mkdir -p "$CACHE"
  exec 9>"$CACHE/$1.lock"
  flock -w 1800 9 || fail "another testbed.sh has been at work for half an hour: end it first."
}

up() {
  local start=${EPOCHREALTIME/[.,]/} volumes=24
  case ${1:-} in
  '') ;;
  --volumes) volumes=${2:?up --volumes needs a number} ;;
  *) fail "up does not know '$1'." ;;
  esac
  require_installed
  refuse_long_state
  local program
  for program in pause "${KUBERNETES[@]}" coredns; do
    [ -n "$(program_path "$program")" ] || fail "$program is not built: run 'testbed/testbed.sh build' first."
  done
  refuse_other_cluster
  if cluster_is_up; then
    step 'images' import_images "$STATE/containerd"
    step 'volumes' reset_released_volumes
    echo "testbed: was up already, $(seconds_since "$start")"
    return
  fi
  step 'remains of an earlier one' sweep
  refuse_taken_addresses
  prepare_state
  step 'certificates' make_certificates
  step 'network' make_network
  step 'small volumes' make_small_volumes
  start_api_server
  step 'images' unpack_images
  link_images
  step 'containerd' start_containerd "$STATE/containerd"
  step 'etcd, API server' wait_until kube-apiserver 60 api_server_is_ready
  start_controllers
  start_dns
  start_node
  step "DNS, $volumes volumes" create_objects "$volumes"
  step 'node ready' wait_until kubelet 60 node_is_ready
  touch "$STATE/up"
  echo "testbed: up in $(seconds_since "$start"); KUBECONFIG=$KUBECONFIG_FILE"
}

create_objects() { # VOLUMES
  { dns_objects; volume_objects "$1"; } | admin_kubectl create --validate=false -f - >/dev/null
}

down() {
  [ "$(id -u)" = 0 ] || fail "it needs root: it removes network interfaces, mounts and containers."
  refuse_long_state
  step 'down' sweep
}

status() {
  local running program pid
  running=$(our_processes)
  for program in "${CLUSTER[@]}" weed; do
    pid=$(awk -v program="$program" '$2 == program { print $1 }' <<<"$running")
    printf '%-26s %s\n' "$program" "${pid:-does not run}"
  done
  [ -f "$STATE/up" ] || { echo 'the test bed is not up'; return 3; }
  admin_kubectl get nodes
  containers image list -q | sort
}

logs() { # [NAME]
  [ -d "$STATE/logs" ] || fail "the test bed is not up: there are no logs."
  if [ $# -eq 0 ]; then
    find "$STATE/logs" -name '*.log' -printf '%f\n' | sed 's/\.log$//' | sort
  else
    [ -f "$STATE/logs/$1.log" ] || fail "there is no log '$1'."
    cat "$STATE/logs/$1.log"
  fi
}

object_store() { # up [BUCKET...] | down
  local action=${1:-}
  shift || true
  case $action in
  up)
    require_cluster
    python_environment seaweedfs
    [ -n "$(process_of weed)" ] || step 'object store' start_object_store
    [ $# -gt 0 ] || set -- loki
    step "buckets $*" make_buckets "$@"
    echo "testbed: http://$NODE_IP:$S3_PORT, keys in $OBJECT_STORE_FILE"
    ;;
  down) stop_object_store ;;
  *) fail "object-store takes up or down." ;;
  esac
}

command=${1:-}
shift || true
case $command in
install) install_packages ;;
build) lock build; build "$@" ;;
up) lock testbed; up "$@" ;;
down) lock testbed; down ;;
status) status ;;
logs) logs "$@" ;;
env) printf 'export KUBECONFIG=%q\nexport KUBECACHEDIR=%q\nexport PATH=%q:%s\n' "$KUBECONFIG_FILE" "$STATE/kubectl-cache" "$BIN" "\$PATH" ;;
kubeconfig) echo "$KUBECONFIG_FILE" ;;
images) lock testbed; require_cluster; import_images "$STATE/containerd" ;;
image-alias) require_cluster; alias_image "${1:?image-alias needs a reference}" ;;
volumes) lock testbed; require_cluster; reset_released_volumes ;;
object-store) lock testbed; object_store "$@" ;;
-h | --help | help) usage ;;
*) usage >&2; exit 2 ;;
esac
