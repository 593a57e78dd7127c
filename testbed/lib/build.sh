# shellcheck shell=bash
# Programs from pinned Go modules, each kept under a hash of what decides its content.

KUBERNETES=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl)

names_of() { # GROUP|NAME
  case $1 in
  cluster) echo pause kubernetes coredns ;;
  stack) echo loki loki-canary lokitool promtail consul caddy ;;
  pulumi) echo pulumi pulumi-language-nodejs ;;
  scanners) echo kube-score checkov opentelemetry ;;
  pause | kubernetes | coredns | loki | loki-canary | lokitool | promtail | consul | caddy | kube-score | checkov | opentelemetry) echo "$1" ;;
  *) fail "there is no program '$1': pause kubernetes coredns loki loki-canary lokitool promtail consul caddy kube-score checkov opentelemetry, or cluster stack pulumi scanners." ;;
  esac
}

version_in() { # MODULE GO-MODULE: the version its go.mod pins
  awk -v module="$2" '$1 == module && $2 ~ /^v/ { print $2; exit }' "$TESTBED/modules/$1/go.mod"
}

build_name() { # NAME
  local program loki=github.com/grafana/loki/v3 version
  case $1 in
  pause) program_from pause pause . ;;
  kubernetes)
    version=$(version_in kubernetes k8s.io/kubernetes)
    for program in "${KUBERNETES[@]}"; do
      program_from kubernetes "$program" "k8s.io/kubernetes/cmd/$program" \
        "-X k8s.io/component-base/version.gitVersion=$version -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=$(cut -d. -f2 <<<"$version")"
    done
    ;;
  coredns) program_from coredns coredns github.com/coredns/coredns ;;
  loki | loki-canary | lokitool)
    program_from loki "$1" "$loki/cmd/$1" "-X $loki/pkg/util/build.Version=$(version_in loki $loki | cut -c 2-)" -tags netgo
    ;;
  promtail) program_from promtail promtail $loki/clients/cmd/promtail "-X $loki/pkg/util/build.Version=$(version_in promtail $loki | cut -c 2-)" -tags netgo ;;
  consul) program_from consul consul github.com/hashicorp/consul ;;
  caddy) program_from caddy caddy github.com/caddyserver/caddy/v2/cmd/caddy ;;
  pulumi) program_from pulumi pulumi github.com/pulumi/pulumi/pkg/v3/cmd/pulumi \
    "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$(version_in pulumi github.com/pulumi/pulumi/pkg/v3)" -tags osusergo,grpcnotrace ;;
  pulumi-language-nodejs) program_from pulumi-language-nodejs pulumi-language-nodejs-bin \
    github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs ;;
  kube-score) program_from kube-score kube-score github.com/zegl/kube-score/cmd/kube-score ;;
  checkov)
    python_environment checkov
    ln -sfn ../checkov/bin/checkov "$BIN/checkov"
    ;;
  opentelemetry)
    python_environment opentelemetry
    # Not a link: Python finds its packages by the path it is called by.
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$CACHE/opentelemetry/bin/python" >"$BIN/python-opentelemetry"
    chmod +x "$BIN/python-opentelemetry"
    ;;
  esac
}

program_from() { # MODULE PROGRAM PACKAGE [LINKER-FLAGS [BUILD-FLAGS...]]
  local module=$TESTBED/modules/$1 program=$2 package=$3 flags=("${@:5}" -ldflags "-s -w ${4:-}") hash
  local sources=("$module/go.mod" "$module"/*.sum "$module"/*.go "$module/$1")
  hash=$(for file in "${sources[@]}"; do [ ! -f "$file" ] || cat "$file"; done |
    cat - <(echo "$package ${flags[*]}") | sha256sum | cut -c 1-16)
  local folder=$CACHE/programs/$program-$hash
  if [ ! -d "$folder" ]; then
    # Into a folder of another name first: an interrupted build must not look finished.
    local partial=$CACHE/programs/.partial-$program
    rm -rf "$partial"
    mkdir -p "$partial"
    step "$program" compile "$module" "$partial/$program" "$package" "${flags[@]}"
    [ ! -f "$module/$1" ] || cp "$module/$1" "$partial/$1"
    mv "$partial" "$folder"
  fi
  for file in "$folder"/*; do
    [ "$BIN/${file##*/}" -ef "$file" ] || ln -sfn "../programs/$program-$hash/${file##*/}" "$BIN/${file##*/}"
  done
}

compile() { # MODULE-FOLDER OUTPUT PACKAGE FLAGS...
  local folder=$1 output=$2 package=$3
  shift 3
  if ! (cd "$folder" && CGO_ENABLED=0 GOWORK=off go build "$@" -o "$output" "$package") >"$CACHE/build.log" 2>&1; then
    tail -n 20 "$CACHE/build.log" >&2
    fail "${output##*/} does not build; the lines above end $CACHE/build.log."
  fi
}

build() { # [GROUP|NAME...]
  local requested name names
  [ $# -gt 0 ] || set -- cluster stack
  mkdir -p "$CACHE/programs" "$BIN"
  for requested; do
    names=$(names_of "$requested")
    for name in $names; do build_name "$name"; done
  done
}
