# shellcheck shell=bash
# Local volumes of the default class: unlike hostPath they honour fsGroup.

volume_objects() { # COUNT
  local number
  cat <<K
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
K
  for number in $(seq "$1"); do
    mkdir -p "$STATE/volumes/$number"
    cat <<K
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: local-$number}
spec:
  capacity: {storage: 100Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: standard
  local: {path: $STATE/volumes/$number}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node-1]}]}]}}
K
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
