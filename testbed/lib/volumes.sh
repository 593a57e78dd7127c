# shellcheck shell=bash
# Local volumes: unlike hostPath they honour fsGroup. Those of the class `small` are file systems of their own, which can
# be filled without filling this machine's disk; those of the default class `standard` are folders.

SMALL_VOLUMES=6
SMALL_MEBIBYTES=512

volume_objects() { # COUNT
  local number
  storage_class standard true
  for number in $(seq "$1"); do
    mkdir -p "$STATE/volumes/$number"
    local_volume "local-$number" standard "$STATE/volumes/$number"
  done
  storage_class small false
  for number in $(seq "$SMALL_VOLUMES"); do
    local_volume "small-$number" small "$STATE/volumes/small-$number"
  done
}

storage_class() { # NAME IS-DEFAULT
  cat <<K
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: $1, annotations: {storageclass.kubernetes.io/is-default-class: "$2"}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
K
}

# Any claim fits, whatever size it asks for.
local_volume() { # NAME CLASS PATH
  cat <<K
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: $1}
spec:
  capacity: {storage: 100Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: $2
  local: {path: $3}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node-1]}]}]}}
K
}

make_small_volumes() {
  local number folder image
  for number in $(seq "$SMALL_VOLUMES"); do
    folder=$STATE/volumes/small-$number image=$STATE/volumes/small-$number.ext4
    mkdir -p "$folder"
    truncate -s "${SMALL_MEBIBYTES}M" "$image"
    mkfs.ext4 -q -m 0 "$image"
    mount -o loop "$image" "$folder"
  done
}

# Nothing else would give a volume whose claim was deleted to the next claim.
reset_released_volumes() {
  local volume path
  while read -r volume path; do
    case $path in "$STATE"/volumes/?*) ;; *) continue ;; esac
    find "$path" -mindepth 1 -delete
    admin_kubectl patch persistentvolume "$volume" --type=json -p '[{"op": "remove", "path": "/spec/claimRef"}]' >/dev/null
  done < <(admin_kubectl get persistentvolumes -o 'jsonpath={range .items[?(@.status.phase=="Released")]}{.metadata.name} {.spec.local.path}{"\n"}{end}')
}
