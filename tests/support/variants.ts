import { certificates } from "./certificateTexts";
import { secretMark, type Areas, type StackName } from "./stacks";

const buckets = { chunksBucket: "acme-loki-chunks", rulerBucket: "acme-loki-ruler" };

const s3 = {
  kind: "s3",
  region: "eu-west-1",
  ...buckets,
  identity: { kind: "podIdentity", clusterName: "acme-prod" },
};

const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";

const gcs = {
  kind: "gcs",
  project: "acme-prod",
  projectNumber: "123456789012",
  location: "EU",
  ...buckets,
};

const s3Compatible = {
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
const traces = {
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

const memberlist = { kind: "memberlist" };

/** Every optional part of Loki switched on. */
const everyLokiOption = {
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
const everyWayIn = {
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
const route = (host: string) => ({
  kind: "httpRoute",
  host,
  parentRef: { name: "public", namespace: "gateways", sectionName: "https" },
});

const passwords = {
  writePassword: `${secretMark}the-write-password-$&'"`,
  readPassword: `${secretMark}the-read-password`,
};

const gatewayTls = {
  secretName: "loki-gateway-tls",
  caCertificate: certificates.authority,
  serverName: "logs.example.com",
  clientCaCertificate: certificates.authority,
};

const forwardAuth = { url: "http://oauth2-proxy.auth.svc:4180" };

/** The stacks that a user may make of the project's two files, by what differs. */
export const variants: readonly {
  readonly name: string;
  readonly stack: StackName;
  readonly areas: Areas;
}[] = [
  { name: "dev", stack: "dev", areas: {} },
  { name: "prod", stack: "prod", areas: {} },
  { name: "prod with memberlist", stack: "prod", areas: { ring: memberlist } },
  {
    name: "prod with a KMS key and IRSA",
    stack: "prod",
    areas: {
      storage: {
        ...s3,
        kmsKeyArn,
        identity: {
          kind: "irsa",
          oidcProviderArn:
            "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        },
      },
    },
  },
  {
    name: "prod on Google Cloud",
    stack: "prod",
    areas: { storage: gcs, tracing: { deploy: true, storage: traces.gcs } },
  },
  {
    name: "prod on another store",
    stack: "prod",
    areas: { storage: s3Compatible, tracing: { deploy: true, storage: traces.s3Compatible } },
  },
  {
    name: "prod on another store with memberlist",
    stack: "prod",
    areas: { storage: s3Compatible, ring: memberlist },
  },
  {
    name: "prod with every option",
    stack: "prod",
    areas: {
      loki: everyLokiOption,
      tracing: { deploy: true, storage: traces.s3 },
      tenants: [{ id: "fraiseql", readGroup: "loki-readers", ...passwords }],
      ring: { kind: "consul", servers: 5, heartbeatPeriod: "10s", heartbeatTimeout: "15m" },
      ...everyWayIn,
      gateway: {
        replicas: 3,
        port: 8088,
        tls: gatewayTls,
        forwardAuth,
        expose: {
          kind: "ingress",
          host: "logs.example.com",
          className: "nginx",
          tlsSecretName: "logs-tls",
          annotations: { "cert-manager.io/cluster-issuer": "public" },
        },
      },
    },
  },
  {
    name: "prod behind a Gateway",
    stack: "prod",
    areas: {
      network: everyWayIn.network,
      gateway: { expose: route("logs.example.com") },
      grafana: { expose: route("grafana.example.com") },
    },
  },
  {
    name: "prod with several tenants",
    stack: "prod",
    areas: {
      tenants: [
        { id: "fraiseql" },
        {
          id: "payments",
          ...passwords,
          limits: { ingestionRateMb: 8, maxStreams: 500, maxQueryLength: "168h" },
          retentionPeriod: "4320h",
          streamRetention: [{ selector: '{level="debug"}', period: "24h" }],
        },
        { id: "odd.!('id')", redaction: false, retentionPeriod: "168h" },
        { id: "gone", retiredOn: "2026-01-01" },
      ],
      collector: { defaultTenant: "payments", dropRateLimited: true },
      alerting: {
        metricRules: "prometheusRule",
        labels: { release: "prometheus" },
        alertmanagerUrl: "http://alertmanager.monitoring.svc:9093",
        estimates: { receivedGbPerDay: 50, storedGbPerDay: 10 },
        rules: [
          {
            name: "PaymentsFail",
            tenants: ["payments"],
            expr: 'sum by (job) (count_over_time({job="payments",level="error"} |~ "declined$" [5m])) > 10',
            summary: "{{ $labels.job }} fails",
          },
        ],
      },
      acceptedRisks: ["tenants.redaction"],
    },
  },
  {
    name: "prod in the middle of rotations, with Secrets of others",
    stack: "prod",
    areas: {
      tenants: [
        { id: "fraiseql", existingSecret: "acme-users", passwordGeneration: 2 },
        {
          id: "payments",
          ...passwords,
          passwordGeneration: 3,
          previousWritePassword: `${secretMark}the-write-password-before`,
          previousReadPassword: `${secretMark}the-read-password-before`,
        },
        { id: "gone", retiredOn: "2026-01-01", passwordGeneration: 2 },
      ],
      collector: { passwordGeneration: 2 },
      grafana: { adminPasswordSecret: { name: "acme-grafana" } },
    },
  },
  {
    name: "prod with TLS",
    stack: "prod",
    areas: { tls: { kind: "secrets" }, loki: { patterns: true } },
  },
  {
    name: "prod with TLS by cert-manager and memberlist",
    stack: "prod",
    areas: {
      tls: { kind: "certManager", issuer: "acme-ca", issuerKind: "ClusterIssuer" },
      ring: memberlist,
    },
  },
  {
    name: "prod that everybody watches",
    stack: "prod",
    areas: {
      tls: { kind: "secrets" },
      tenants: [{ id: "fraiseql" }, { id: "odd.!('id')" }, { id: "gone", retiredOn: "2026-01-01" }],
      tracing: { url: "http://tempo.tracing.svc:3200", spanMetrics: true },
      monitoring: {
        prometheusUrl: "http://prometheus.monitoring.svc:9090",
        scrape: { kind: "podMonitors", labels: { release: "prometheus" }, interval: "15s" },
        remoteWrite: {
          url: "https://metrics.example.com/api/v1/write",
          user: "acme",
          password: `${secretMark}the-remote-write`,
          tenant: "acme",
          externalLabels: { cluster: "acme-prod" },
        },
        canary: { tenants: ["fraiseql", "odd.!('id')"], interval: "5s" },
      },
    },
  },
  {
    name: "prod that keeps everything",
    stack: "prod",
    areas: {
      loki: { retentionForever: true, chunkEncoding: "gzip" },
      alerting: { alertmanagerUrl: "http://10.3.0.9:9093" },
    },
  },
  {
    name: "dev with every option",
    stack: "dev",
    areas: {
      loki: { ...everyLokiOption, walReplayCeiling: "512Mi" },
      alerting: {
        metricRules: "grafana",
        logRules: "grafana",
        alertmanagerUrl: "https://alerts.example.com/alertmanager",
      },
      monitoring: {
        prometheusUrl: "http://prometheus.monitoring.svc:9090",
        canary: { deploy: true },
        scrape: { kind: "none" },
      },
    },
  },
];
