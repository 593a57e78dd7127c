import { z } from "zod";
import { mirrorFlaw, webAddressFlaw } from "./addresses";
import {
  duration,
  namespaceName,
  resources,
  secretText,
  someText,
  storageClass,
  type EnvironmentDefault,
} from "./fields";
import { checkedText, matching, type Flaw } from "./flaws";
import { exposeSchema } from "./schemaExpose";
import { grafanaDatabaseSchema } from "./schemaGrafanaDatabase";
import { oauthSchema } from "./schemaOauth";
import { bytesPattern, volumeSizeFlaw } from "./quantities";
import { expressionFlaw } from "./redactionExpressions";
import { passwordFlaw } from "./passwordFlaws";
import { existingSecret, passwordGenerations, secretKey } from "./schemaPasswords";
import { sidecarSchema } from "./schemaSidecar";
import { tenantFlaw } from "./tenantIds";

/** Fields of a FraiseQL line that may be stored a second time as structured metadata. */
const metadataField = z.enum(["trace_id", "span_id", "tenant_id", "exception_type", "fingerprint"]);

const jobs = () => z.array(someText("a value of the label job").meta({ examples: ["my-app"] }));

const redactionRule = () =>
  z.strictObject({
    name: checkedText(
      matching(/^[a-z][a-z0-9-]{0,39}$/, {
        row: "C52",
        expected: "1 to 40 of a-z 0-9 - that begin with a letter",
      }),
    )
      .meta({ examples: ["customer-id"] })
      .describe("Stands in the line as <redacted:name>."),
    expression: checkedText(expressionFlaw)
      .meta({ examples: [String.raw`\bcustomer=(\d+)`] })
      .describe("RE2 with exactly one capture group, which is what is replaced."),
  });

/** What of a line is replaced before it leaves the node. */
const redaction = (byEnvironment: EnvironmentDefault) =>
  z
    .strictObject({
      preset: z
        .enum(["strict", "secrets", "off"])
        .default(byEnvironment("off", "strict"))
        .describe(
          "strict: passwords, keys, tokens, mail addresses, card and account numbers. secrets: without those of persons.",
        ),
      rules: z.array(redactionRule()).default([]).describe("More patterns, after the preset's."),
    })
    .prefault({})
    .describe("What of a line is replaced before it leaves the node.");

/** The agent that reads the containers' logs on each node. */
export function collectorSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      kind: z.literal("promtail").default("promtail").describe("Which agent."),
      namespace: namespaceName()
        .default("loki-collector")
        .describe("A namespace of its own: the agent reads the node's log files."),
      fraiseqlJobs: jobs()
        .default(["fraiseql-app"])
        .describe("Values of the label job whose lines are FraiseQL's JSON."),
      postgresqlJobs: jobs()
        .default(["postgresql"])
        .describe("Values of the label job whose lines are PostgreSQL's log."),
      structuredMetadata: z
        .array(metadataField)
        .default([])
        .describe("Fields stored beside the line too: 38-47 % more storage for all five."),
      dropDebug: z
        .boolean()
        .default(false)
        .describe("Drops FraiseQL lines of level debug and trace."),
      redaction: redaction(byEnvironment),
      defaultTenant: checkedText(tenantFlaw)
        .optional()
        .describe(
          "Whose lines are those of a namespace without a label or annotation fraiseql.io/tenant that names one. Unset: the first of `tenants`.",
        ),
      dropRateLimited: z
        .boolean()
        .default(false)
        .describe(
          "Drops a batch that Loki refuses with 429. Else it is sent again, and the lines of other tenants on the node wait for it.",
        ),
      existingSecret: existingSecret(
        "Secret of this name in the stack's and in the collector's namespace with the keys password and hash (bcrypt): of the user collector, which pushes where there are several tenants.",
      ),
      ...passwordGenerations(),
      retryFor: duration()
        .default("24h")
        .describe("How long a batch is retried before it is dropped."),
      resources: resources({
        cpuRequest: "50m",
        memoryRequest: byEnvironment("96Mi", "128Mi"),
        memoryLimit: byEnvironment("192Mi", "256Mi"),
      }),
    })
    .prefault({})
    .describe("The agent that reads the containers' logs on each node.");
}

function grafanaVolumeFlaw(size: string): Flaw | undefined {
  const flaw = size === "none" ? undefined : volumeSizeFlaw(size);
  return flaw && { ...flaw, expected: `none or ${flaw.expected}` };
}

/** The web interface. */
export function grafanaSchema(byEnvironment: EnvironmentDefault) {
  const volume = byEnvironment("none", "5Gi");
  return z
    .strictObject({
      deploy: z
        .boolean()
        .default(true)
        .describe("Off: your own Grafana gets dashboards and data sources, by `sidecar`."),
      sidecar: sidecarSchema(),
      url: checkedText(webAddressFlaw)
        .meta({ examples: ["http://localhost:3000"] })
        .optional()
        .describe(
          "Address people use, for links and sign-ins. Unset: that of `expose`, else http://localhost:3000.",
        ),
      expose: exposeSchema("A way to Grafana from outside the cluster. Unset: there is none."),
      adminUser: checkedText(
        matching(/^[\w.@-]{1,190}$/, { expected: "1 to 190 of A-Za-z0-9 _ . @ -" }),
      )
        .default(byEnvironment("admin", "loki-admin"))
        .describe("Name of the first administrator."),
      adminPassword: secretText((password) => passwordFlaw(password))
        .optional()
        .describe("At least 16 characters. Unset: generated."),
      oauth: oauthSchema(),
      adminPasswordSecret: secretKey(
        "the administrator's password, in place of adminPassword. Unset: generated.",
      ),
      replicas: z
        .int()
        .min(1)
        .max(99)
        .default(1)
        .describe("Grafana pods. More than 1 need `database`."),
      database: grafanaDatabaseSchema(),
      volumeSize: checkedText(grafanaVolumeFlaw)
        .meta({
          title: "bytes or none",
          pattern: `^none$|${bytesPattern.source}`,
          examples: [volume],
        })
        .optional()
        .describe(
          "Volume for users and own dashboards. none: they go with the pod. Unset: none in dev and beside `database`, else 5Gi.",
        ),
      storageClass: storageClass(),
      resources: resources({
        cpuRequest: "100m",
        memoryRequest: byEnvironment("256Mi", "512Mi"),
        memoryLimit: byEnvironment("512Mi", "1Gi"),
      }),
    })
    .prefault({})
    .transform((grafana) => ({
      ...grafana,
      // A server keeps what the volume would.
      volumeSize: grafana.volumeSize ?? (grafana.database === undefined ? volume : "none"),
    }))
    .describe("The web interface.");
}

const reference = (program: string) =>
  someText("the reference of an image")
    .optional()
    .describe(`Image of ${program}: tag, and in prod digest. Unset: the pinned one.`);

/** Other images than the pinned ones. */
export function imagesSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      mirror: checkedText(mirrorFlaw)
        .meta({ examples: ["registry.example.com/mirror"] })
        .optional()
        .describe("Registry that mirrors the official ones."),
      requireDigests: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe("Refuses an image named here without a sha256 digest."),
      loki: reference("Loki"),
      promtail: reference("Promtail, at most 3.6"),
      consul: reference("Consul"),
      grafana: reference("Grafana"),
      tempo: reference("Tempo"),
      caddy: reference("the gateway"),
      lokiCanary: reference("the canary"),
      prometheus: reference("the agent that sends metrics"),
    })
    .prefault({})
    .describe("Other images than the pinned ones.");
}
