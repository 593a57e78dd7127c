export const kmsKeyArn =
  "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";
export const kmsKeyName = "projects/acme-prod/locations/eu/keyRings/logs/cryptoKeys/tempo";

/** Each kind of bucket that the stack's own Tempo may use. */
export const s3 = {
  kind: "s3",
  region: "eu-west-1",
  bucket: "acme-tempo-traces",
  identity: { kind: "podIdentity", clusterName: "acme-prod" },
};

export const gcs = {
  kind: "gcs",
  project: "acme-prod",
  projectNumber: "123456789012",
  location: "EU",
  bucket: "acme-tempo-traces",
};

export const s3Compatible = {
  kind: "s3Compatible",
  endpoint: "http://seaweedfs.storage.svc:8333",
  bucket: "tempo-traces",
  credentials: { accessKeyId: "tempo-key", secretAccessKey: "se#cr;et" },
};
