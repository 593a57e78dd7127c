# shellcheck shell=bash disable=SC2034
# Where the test bed keeps things and which addresses it uses. It writes nothing into the checkout.

CACHE=$(realpath -m "${XDG_CACHE_HOME:-$HOME/.cache}/fraiseql-loki")
STATE=$(realpath -m "${XDG_STATE_HOME:-$HOME/.local/state}/fraiseql-loki/testbed")
BIN=$CACHE/bin
PARTIAL_IMAGES=$CACHE/.partial-images
KUBECONFIG_FILE=$STATE/kubeconfig

NAME=fraiseql-loki
BRIDGE=fraiseql0
# The node's address on the bridge: pods and this machine reach everything there, other machines nothing.
NODE_IP=10.244.0.1
POD_RANGE=10.244.0.0/24
SERVICE_RANGE=10.96.0.0/16
API_SERVICE_IP=10.96.0.1
DNS_SERVICE_IP=10.96.0.10

API_PORT=6443
ETCD_PORT=23790
ETCD_PEER_PORT=23800
DNS_PORT=10053
S3_PORT=8333
