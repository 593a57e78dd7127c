import { certificates } from "./certificateTexts";
import { secretMark } from "./stacks";

const buckets = { chunksBucket: "acme-loki-chunks", rulerBucket: "acme-loki-ruler" };

export const s3 = {
  kind: "s3",
  region: "eu-west-1",
  ...buckets,
  identity: { kind: "podIdentity", clusterName: "acme-prod" },
};

export const kmsKeyArn =
  "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";

export const gcs = {
  kind: "gcs",
  project: "acme-prod",
  projectNumber: "123456789012",
  location: "EU",
  ...buckets,
};

export const s3Compatible = {
  kind: "s3Compatible",
  endpoint: "http://10.244.0.1:8333",
  chunksBucket: "loki-chunks",
  rulerBucket: "loki-ruler",
  credentials: {
    accessKeyId: `${secretMark}the-key-id`,
    secretAccessKey: `${secretMark}the-key`,
  },
};

/** Where the stack's own Tempo keeps traces. */
export const traces = {
  s3: {
    kind: "s3",
    region: s3.region,
    bucket: "acme-tempo-traces",
    identity: s3.identity,
    kmsKeyArn,
  },
  gcs: {
    kind: "gcs",
    project: gcs.project,
    projectNumber: gcs.projectNumber,
    location: gcs.location,
    bucket: "acme-tempo-traces",
  },
  s3Compatible: {
    kind: "s3Compatible",
    endpoint: s3Compatible.endpoint,
    bucket: "tempo-traces",
    credentials: s3Compatible.credentials,
  },
};

export const memberlist = { kind: "memberlist" };

/** Every optional part of Loki switched on. */
export const everyLokiOption = {
  patterns: true,
  chunkEncoding: "snappy",
  streamRetention: [
    { selector: '{namespace="payments",app=~"api|web$"}', period: "4320h", priority: 2 },
    { selector: '{level="debug"}', period: "24h" },
  ],
  schema: [
    { from: "2024-04-01" },
    { from: "2025-06-01", addedOn: "2025-05-20" },
    { from: "2026-03-01", addedOn: "2026-02-01" },
  ],
  walReplayCeiling: "1Gi",
  httpPort: 3101,
  grpcPort: 9096,
};

/** Every way in from outside, and every way to sign in. */
export const everyWayIn = {
  network: {
    gatewayClients: ["ingress-nginx"],
    gatewayClientCidrs: ["10.3.0.0/16"],
    grafanaClients: ["ingress-nginx"],
    grafanaClientCidrs: ["10.3.0.0/16"],
  },
  grafana: {
    expose: { kind: "ingress", host: "grafana.example.com", tls: "elsewhere", className: "alb" },
    oauth: {
      name: "Acme",
      clientId: "grafana",
      clientSecret: `${secretMark}the-client-$&'"`,
      authUrl: "https://sso.example.com/authorize",
      tokenUrl: "https://sso.example.com/token",
      apiUrl: "https://api.example.com:8443/userinfo",
      scopes: ["openid", "profile", "email", "groups"],
      allowedDomains: ["example.com"],
      allowedGroups: ["logs, all of them"],
      groupsAttributePath: "groups",
      roleAttributePath: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'",
      roleAttributeStrict: true,
      autoLogin: true,
      signoutRedirectUrl: "https://sso.example.com/logout",
    },
  },
};

/** A route at a Gateway, where the cluster knows of such. */
export const route = (host: string) => ({
  kind: "httpRoute",
  host,
  parentRef: { name: "public", namespace: "gateways", sectionName: "https" },
});

/** A Grafana of several replicas, whose database is a server elsewhere. */
export const onServer = (kind: "postgres" | "mysql") => ({
  replicas: 2,
  database: {
    kind,
    host: "database.example.com:5432",
    password: `${secretMark}the-database`,
    caCertificate: certificates.authority,
  },
});

export const passwords = {
  writePassword: `${secretMark}the-write-password-$&'"`,
  readPassword: `${secretMark}the-read-password`,
};

export const gatewayTls = {
  secretName: "loki-gateway-tls",
  caCertificate: certificates.authority,
  serverName: "logs.example.com",
  clientCaCertificate: certificates.authority,
};

export const forwardAuth = { url: "http://oauth2-proxy.auth.svc:4180" };
