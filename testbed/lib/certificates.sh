# shellcheck shell=bash
# A certificate authority for one run of the test bed, in the state folder only.

new_key() { # FILE
  openssl ecparam -name prime256v1 -genkey -noout -out "$1" 2>/dev/null
}

signed_certificate() { # NAME SUBJECT ALTERNATIVE-NAMES
  new_key "$1.key"
  openssl req -new -key "$1.key" -out "$1.csr" -subj "$2"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -out "$1.crt" -days 365 \
    -extfile <(echo "subjectAltName=$3") 2>/dev/null
}

make_certificates() (
  umask 077
  cd "$STATE/pki" || exit
  new_key ca.key
  openssl req -x509 -new -key ca.key -out ca.crt -days 365 -subj "/CN=$NAME-test-bed"
  new_key service-account.key
  signed_certificate api-server /CN=kube-apiserver \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:$API_SERVICE_IP,IP:$NODE_IP"
  signed_certificate admin /O=system:masters/CN=admin DNS:admin
  cat >"$KUBECONFIG_FILE" <<K
apiVersion: v1
kind: Config
clusters: [{name: testbed, cluster: {server: "https://$NODE_IP:$API_PORT", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: admin, user: {client-certificate-data: $(base64 -w0 admin.crt), client-key-data: $(base64 -w0 admin.key)}}]
contexts: [{name: testbed, context: {cluster: testbed, user: admin}}]
current-context: testbed
K
)
