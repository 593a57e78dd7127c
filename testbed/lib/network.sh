# shellcheck shell=bash
# The bridge that pods hang on, and the rules of iptables.

make_network() {
  modprobe br_netfilter 2>/dev/null || true
  sysctl -qw net.ipv4.ip_forward=1
  # Without it, what a Service answers to a pod of the same bridge would not come back from the Service's address.
  sysctl -qw net.bridge.bridge-nf-call-iptables=1
  ip link add "$BRIDGE" address 0a:58:0a:f4:00:01 type bridge
  # The owner, so that a sweep of another state folder leaves it alone.
  ip link set "$BRIDGE" alias "$STATE"
  ip address add "$NODE_IP/${POD_RANGE#*/}" dev "$BRIDGE"
  ip link set "$BRIDGE" up
  local comment=(-m comment --comment "$NAME test bed")
  iptables -t nat -A POSTROUTING -s "$POD_RANGE" ! -d "$POD_RANGE" "${comment[@]}" -j MASQUERADE
  # Docker sets the policy of this chain to DROP.
  iptables -I FORWARD -i "$BRIDGE" "${comment[@]}" -j ACCEPT
  iptables -I FORWARD -o "$BRIDGE" "${comment[@]}" -j ACCEPT
  # Until kube-proxy knows a new Service, or once it has forgotten one, its address is nobody's: without these the
  # request would leave the machine, and a client would keep the connection to whoever answers there.
  local chain
  for chain in FORWARD OUTPUT; do
    iptables -I "$chain" -d "$SERVICE_RANGE" -p tcp "${comment[@]}" -j REJECT --reject-with tcp-reset
    iptables -I "$chain" -d "$SERVICE_RANGE" ! -p tcp "${comment[@]}" -j REJECT
  done
  # No ipMasq and no portmap: these would add rules per pod. Leases in the state folder go with it.
  cat >"$STATE/cni/10-bridge.conflist" <<K
{"cniVersion": "0.4.0", "name": "$NAME", "plugins": [{
  "type": "bridge", "bridge": "$BRIDGE", "isGateway": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "dataDir": "$STATE/leases", "ranges": [[{"subnet": "$POD_RANGE"}]], "routes": [{"dst": "0.0.0.0/0"}]}
}]}
K
}

bridge_owner() { # prints the state folder of the test bed whose bridge exists
  cat "/sys/class/net/$BRIDGE/ifalias" 2>/dev/null || true
}

remove_network() {
  local port
  [ "$(bridge_owner)" = "$STATE" ] || return 0
  for port in "/sys/class/net/$BRIDGE/brif"/*; do
    [ ! -e "$port" ] || ip link delete "${port##*/}" 2>/dev/null || true
  done
  ip link delete "$BRIDGE"
  conntrack -D -s "$POD_RANGE" >/dev/null 2>&1 || true
  conntrack -D -d "$SERVICE_RANGE" >/dev/null 2>&1 || true
}

# Turns iptables-save into the iptables-restore input that removes the rules of kube-proxy, kubelet and ours alone.
removal_of_rules() {
  awk -v comment="--comment \"\\\"?$NAME test bed" '
    /^\*/ { table = $0; chains = deletions = removals = ""; next }
    /^:KUBE-/ { name = substr($1, 2); chains = chains ":" name " - [0:0]\n"; removals = removals "-X " name "\n"; next }
    /^-A KUBE-/ { next }
    / -j KUBE-/ || $0 ~ comment { sub(/^-A/, "-D"); deletions = deletions $0 "\n" }
    /^COMMIT/ && chains deletions != "" { printf "%s\n%s%s%sCOMMIT\n", table, chains, deletions, removals }'
}

remove_rules() {
  local family rules
  for family in iptables ip6tables; do
    rules=$("$family-save" 2>/dev/null | removal_of_rules)
    [ -z "$rules" ] || "$family-restore" --noflush <<<"$rules"
  done
}
