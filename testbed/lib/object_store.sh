# shellcheck shell=bash
# SeaweedFS as the S3 that pods reach at the node's address, with keys made for this run.

SEAWEED=$CACHE/seaweedfs
OBJECT_STORE_FILE=$STATE/object-store.env
# The port of each server; SeaweedFS takes the one 10000 above for gRPC.
MASTER_PORT=9333
VOLUME_PORT=9340
FILER_PORT=9350

start_object_store() {
  local access secret port
  for port in $MASTER_PORT $VOLUME_PORT $FILER_PORT $S3_PORT; do
    refuse_taken_port "$NODE_IP:$port"
    refuse_taken_port "$NODE_IP:$((port + 10000))"
  done
  access=$(openssl rand -hex 10) secret=$(openssl rand -hex 20)
  rm -rf "$STATE/object-store"
  mkdir -p "$STATE/object-store"
  (
    umask 077
    cat >"$STATE/object-store.json" <<K
{"identities": [{"name": "test", "credentials": [{"accessKey": "$access", "secretKey": "$secret"}], "actions": ["Admin"]}]}
K
    cat >"$OBJECT_STORE_FILE" <<K
S3_ENDPOINT=http://$NODE_IP:$S3_PORT
AWS_ACCESS_KEY_ID=$access
AWS_SECRET_ACCESS_KEY=$secret
AWS_REGION=us-east-1
K
  )
  start_process object-store "$SEAWEED/bin/weed" -logtostderr=true -logdir="$STATE/object-store" server \
    -dir="$STATE/object-store" -ip="$NODE_IP" -ip.bind="$NODE_IP" \
    -master.port=$MASTER_PORT -master.volumeSizeLimitMB=64 -volume.port=$VOLUME_PORT -volume.max=0 \
    -filer -filer.port=$FILER_PORT -s3 -s3.port="$S3_PORT" -s3.config="$STATE/object-store.json" \
    -s3.port.iceberg=0 -s3.port.lance=0 -master.telemetry=false -s3.autoCreateBucket=false
  wait_until object-store 30 object_store_answers
}

object_store_answers() {
  seaweed_shell s3.bucket.list && (exec 3<>"/dev/tcp/$NODE_IP/$S3_PORT")
}

seaweed_shell() { # COMMAND
  echo "$*" | timeout 10 "$SEAWEED/bin/weed" -logdir="$STATE/object-store" shell -master="$NODE_IP:$MASTER_PORT" -filer="$NODE_IP:$FILER_PORT" 2>&1
}

has_bucket() { # BUCKET LIST
  grep -qE "^ *$1([[:space:]]|\$)" <<<"$2"
}

make_buckets() { # BUCKET...
  local bucket existing output
  existing=$(seaweed_shell s3.bucket.list)
  for bucket; do
    if ! has_bucket "$bucket" "$existing"; then
      output=$(seaweed_shell s3.bucket.create -name "$bucket") || fail "no bucket '$bucket': ${output##*error: }."
    fi
  done
}

stop_object_store() {
  local pid
  for pid in $(process_of weed); do kill -9 "$pid"; done
  while [ -n "$(process_of weed)" ]; do sleep 0.1; done
  rm -rf "$STATE/object-store" "$STATE/object-store.json" "$OBJECT_STORE_FILE" "$STATE/logs/object-store.log"
  remove_object_store_sockets
}

remove_object_store_sockets() { # SeaweedFS makes them in /tmp, whatever its options say
  local port
  for port in $MASTER_PORT $VOLUME_PORT $FILER_PORT $S3_PORT; do
    rm -f /tmp/seaweedfs-*-"$port".sock /tmp/seaweedfs-*-grpc-"$((port + 10000))".sock
  done
}
