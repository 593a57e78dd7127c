# shellcheck shell=bash
# One Kubernetes node: containerd, etcd, the control plane, kubelet, kube-proxy and CoreDNS as processes of this machine.

CLUSTER=(containerd etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy coredns)

admin_kubectl() {
  "$BIN/kubectl" --kubeconfig="$KUBECONFIG_FILE" --cache-dir="$STATE/kubectl-cache" "$@"
}

containers() { # containerd's client
  ctr --address "$STATE/containerd.sock" --namespace k8s.io "$@"
}

cluster_is_up() {
  local program running
  [ -f "$STATE/up" ] || return 1
  running=$(our_processes)
  for program in "${CLUSTER[@]}"; do
    grep -q " $program\$" <<<"$running" || return 1
  done
  admin_kubectl get --raw /readyz --request-timeout=3s >/dev/null 2>&1
}

require_cluster() {
  [ -f "$STATE/up" ] || fail "the test bed is not up: run 'testbed/testbed.sh up' first."
}

prepare_state() {
  mkdir -p "$STATE"/{pki,logs,cni,volumes}
  chmod 700 "$STATE/pki"
  remember_machine
}

start_containerd() { # ROOT
  local snapshotter=overlayfs
  # The kernel does not stack overlayfs on itself, and this machine may be a container.
  [ "$(stat -f -c %T "$STATE")" != overlayfs ] || snapshotter=native
  # restrict_oom_score_adj: without CAP_SYS_RESOURCE runc fails with "can't get final child's PID from pipe: EOF".
  cat >"$STATE/containerd.toml" <<K
version = 2
root = "$1"
state = "$STATE/containerd-run"
[grpc]
  address = "$STATE/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$STATE/containerd-opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10"
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$STATE/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        Root = "$STATE/runc"
K
  start_process containerd containerd --config "$STATE/containerd.toml"
  wait_until containerd 20 containers version
}

start_api_server() {
  local pki=$STATE/pki etcd=http://127.0.0.1:$ETCD_PORT peer=http://127.0.0.1:$ETCD_PEER_PORT
  start_process etcd etcd --data-dir "$STATE/etcd" --unsafe-no-fsync --listen-client-urls "$etcd" --advertise-client-urls "$etcd" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer"
  # kubelet-preferred-address-types: the node's name does not resolve here.
  start_process kube-apiserver "$BIN/kube-apiserver" --etcd-servers="$etcd" --service-cluster-ip-range="$SERVICE_RANGE" \
    --bind-address="$NODE_IP" --advertise-address="$NODE_IP" --secure-port="$API_PORT" \
    --tls-cert-file="$pki/api-server.crt" --tls-private-key-file="$pki/api-server.key" --client-ca-file="$pki/ca.crt" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/service-account.key" \
    --service-account-signing-key-file="$pki/service-account.key" --authorization-mode=Node,RBAC --allow-privileged=true \
    --kubelet-preferred-address-types=InternalIP --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key"
}

api_server_is_ready() {
  admin_kubectl get --raw /readyz
}

start_controllers() {
  local pki=$STATE/pki
  start_process kube-controller-manager "$BIN/kube-controller-manager" --kubeconfig="$KUBECONFIG_FILE" --bind-address=127.0.0.1 \
    --service-account-private-key-file="$pki/service-account.key" --root-ca-file="$pki/ca.crt" \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" --leader-elect=false \
    --flex-volume-plugin-dir="$STATE/volume-plugins"
  start_process kube-scheduler "$BIN/kube-scheduler" --kubeconfig="$KUBECONFIG_FILE" --bind-address=127.0.0.1 --leader-elect=false
}

start_node() {
  # Nothing is evicted and no image collected on a disk that is somebody's laptop. A changed ConfigMap reaches its
  # pod within syncFrequency, by default a minute.
  cat >"$STATE/kubelet.yaml" <<K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_IP
authentication: {anonymous: {enabled: false}, x509: {clientCAFile: $STATE/pki/ca.crt}}
cgroupDriver: cgroupfs
clusterDNS: [$DNS_SERVICE_IP]
clusterDomain: cluster.local
containerRuntimeEndpoint: unix://$STATE/containerd.sock
evictionHard: {imagefs.available: "1%", nodefs.available: "1%", memory.available: 100Mi}
failSwapOn: false
imageGCHighThresholdPercent: 100
resolvConf: $STATE/resolv.conf
syncFrequency: 10s
volumePluginDir: $STATE/volume-plugins
K
  echo "nameserver $NODE_IP" >"$STATE/resolv.conf"
  start_process kubelet "$BIN/kubelet" --config="$STATE/kubelet.yaml" --kubeconfig="$KUBECONFIG_FILE" --root-dir="$STATE/kubelet" \
    --cert-dir="$STATE/kubelet-pki" \
    --node-ip="$NODE_IP" --hostname-override=node-1 --node-labels=topology.kubernetes.io/zone=zone-a
  # The conntrack and localhost settings keep kube-proxy from changing the kernel's, which may be read-only here.
  start_process kube-proxy "$BIN/kube-proxy" --kubeconfig="$KUBECONFIG_FILE" --proxy-mode=iptables --cluster-cidr="$POD_RANGE" \
    --hostname-override=node-1 --healthz-bind-address=127.0.0.1:10256 --nodeport-addresses="$NODE_IP/32" \
    --iptables-localhost-nodeports=false --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0s --conntrack-tcp-timeout-close-wait=0s
}

node_is_ready() {
  admin_kubectl get node node-1 -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -q True &&
    admin_kubectl get serviceaccount default
}
