# shellcheck shell=bash
# CoreDNS as a process of this machine: a Service without selector leads to it.

start_dns() {
  local forward=''
  # Without a nameserver to forward to CoreDNS would not start.
  ! grep -qs '^nameserver' /etc/resolv.conf || forward='forward . /etc/resolv.conf'
  cat >"$STATE/Corefile" <<K
.:$DNS_PORT {
  bind $NODE_IP
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $KUBECONFIG_FILE
    pods insecure
  }
  $forward
  cache 5
  errors
  health 127.0.0.1:18080
}
K
  start_process coredns "$BIN/coredns" -conf "$STATE/Corefile"
}

dns_objects() {
  cat <<K
---
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}}
spec:
  clusterIP: $DNS_SERVICE_IP
  ports: [{name: dns, port: 53, protocol: UDP, targetPort: $DNS_PORT}, {name: dns-tcp, port: 53, protocol: TCP, targetPort: $DNS_PORT}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kube-dns-node, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
addressType: IPv4
endpoints: [{addresses: [$NODE_IP], conditions: {ready: true}}]
ports: [{name: dns, port: $DNS_PORT, protocol: UDP}, {name: dns-tcp, port: $DNS_PORT, protocol: TCP}]
K
}
