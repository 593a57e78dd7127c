# shellcheck shell=bash
# Debian's programs. Commands are looked for, not packages: a machine with Docker has containerd and runc from
# Docker's own package, which Debian's would replace.

missing_packages() {
  local need command package
  for need in containerd:containerd runc:runc etcd:etcd-server iptables:iptables ip:iproute2 ss:iproute2 \
    conntrack:conntrack openssl:openssl busybox:busybox-static python3:python3 flock:util-linux sysctl:procps \
    mkfs.ext4:e2fsprogs promtool:prometheus; do
    command=${need%%:*} package=${need#*:}
    command -v "$command" >/dev/null || echo "$package"
  done
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  [ -x /usr/lib/cni/bridge ] || echo containernetworking-plugins
  [ -f /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
  [ -f /usr/share/doc/busybox-static/copyright ] || echo busybox-static
  python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

install_packages() {
  local packages
  [ "$(id -u)" = 0 ] || fail "it needs root: it makes network interfaces, mounts and containers."
  command -v apt-get >/dev/null || fail "it needs Debian or Ubuntu: there is no apt-get here."
  command -v go >/dev/null || fail "it needs Go on PATH to build Kubernetes and Loki: see https://go.dev/dl/."
  mapfile -t packages < <(missing_packages | sort -u)
  [ ${#packages[@]} -gt 0 ] || return 0
  echo "testbed: installing ${packages[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

require_installed() {
  [ "$(id -u)" = 0 ] || fail "it needs root: it makes network interfaces, mounts and containers."
  local packages
  mapfile -t packages < <(missing_packages | sort -u)
  [ ${#packages[@]} -eq 0 ] || fail "${packages[*]} missing: run 'testbed/testbed.sh install' first."
}
