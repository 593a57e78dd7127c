# shellcheck shell=bash
# What must not be there before a test bed starts, each with the sentence that says so.

refuse_long_state() {
  # A Unix socket has at most 107 characters, and the longest below the state folder takes 36 of them.
  ((${#STATE} <= 70)) || fail "the state folder $STATE has more than 70 characters: set XDG_STATE_HOME to a shorter path."
  [[ ! $STATE =~ [[:space:]] ]] || fail "the state folder '$STATE' has a space in it: set XDG_STATE_HOME to another path."
}

# Before the sweep, which removes the rules of kube-proxy: another cluster's must stay.
refuse_other_cluster() {
  local file pid owner
  owner=$(bridge_owner)
  [ ! -e "/sys/class/net/$BRIDGE" ] || [ "$owner" = "$STATE" ] ||
    fail "another test bed is up, with its state in ${owner:-an unknown folder}: stop that one first."
  while read -r file; do
    pid=${file#/proc/} pid=${pid%/comm}
    # kind's node and the like have a network of their own and do not collide.
    if [ -z "$(program_of "$pid")" ] && [ "/proc/$pid/ns/net" -ef /proc/self/ns/net ]; then
      fail "another Kubernetes runs on this machine ($(cat "$file"), process $pid): stop it first."
    fi
  done < <(grep -lsxE 'kubelet|kubelite|kube-proxy|k3s-server|k0s' /proc/[0-9]*/comm || true)
}

# After the sweep: whatever still holds an address is somebody else's.
refuse_taken_addresses() {
  local taken
  taken=$({ ip -4 route show root 10.244.0.0/16; ip -4 route show match "$NODE_IP" | grep -v '^default'; } | head -n 1 || true)
  [ -z "$taken" ] || fail "the network $POD_RANGE is in use here ($taken): stop what uses it first."
  for taken in "$NODE_IP:$API_PORT" "$NODE_IP:10250" 127.0.0.1:10248 127.0.0.1:10249 127.0.0.1:10256 127.0.0.1:10257 \
    127.0.0.1:10259 "127.0.0.1:$ETCD_PORT" "127.0.0.1:$ETCD_PEER_PORT" "$NODE_IP:$DNS_PORT" 127.0.0.1:18080; do
    refuse_taken_port "$taken"
  done
}

refuse_taken_port() { # ADDRESS:PORT
  local port=${1##*:} holder
  holder=$(ss -Hltnp "sport = :$port" | awk -v exact="$1" -v port="$port" \
    '$4 == exact || $4 == "0.0.0.0:" port || $4 == "*:" port || $4 == "[::]:" port { if (!seen++) print ($NF ~ /^users:/ ? $NF : "another process") }')
  [ -z "$holder" ] || fail "port $port, which the test bed needs, is in use by $holder: stop that first."
}
