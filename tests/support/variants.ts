import { secretMark, type Areas, type StackName } from "./stacks";
import {
  s3,
  kmsKeyArn,
  gcs,
  s3Compatible,
  traces,
  memberlist,
  everyLokiOption,
  everyWayIn,
  onServer,
  route,
  passwords,
  gatewayTls,
  forwardAuth,
} from "./variantParts";

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
      grafana: { expose: route("grafana.example.com"), ...onServer("postgres") },
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
    name: "prod with a Grafana elsewhere",
    stack: "prod",
    areas: {
      tenants: [
        { id: "fraiseql", ...passwords },
        { id: "team-a", existingSecret: "acme-team-a" },
        { id: "odd.!('id')" },
        { id: "gone", retiredOn: "2026-01-01" },
      ],
      removedTenants: ["old"],
      network: { gatewayClients: ["monitoring"] },
      grafana: {
        deploy: false,
        url: "https://grafana.example.com",
        sidecar: { datasources: ["loki", "tempo", "prometheus"] },
      },
      tracing: { url: "http://tempo.tracing.svc:3200" },
      monitoring: { prometheusUrl: "http://prometheus.monitoring.svc:9090" },
      alerting: {
        metricRules: "grafana",
        logRules: "grafana",
        alertmanagerUrl: "http://alertmanager.monitoring.svc:9093",
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
      grafana: onServer("mysql"),
      monitoring: {
        prometheusUrl: "http://prometheus.monitoring.svc:9090",
        canary: { deploy: true },
        scrape: { kind: "none" },
      },
    },
  },
];
