import { z } from "zod";
import { bytesQuantity, duration, namespaceName, resources, secretText } from "./fields";
import type { EnvironmentDefault } from "./fields";

/** Fields of a FraiseQL line that may be stored a second time as structured metadata. */
const metadataField = z.enum(["trace_id", "span_id", "tenant_id", "exception_type", "fingerprint"]);

/** The agent that reads the containers' logs on each node. */
export function collectorSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      kind: z.literal("promtail").default("promtail"),
      namespace: namespaceName()
        .default("loki-collector")
        .describe("A namespace of its own: the agent reads the node's log files."),
      fraiseqlJobs: z
        .array(z.string())
        .default(["fraiseql-app"])
        .describe("Values of the label job whose lines are FraiseQL's JSON."),
      postgresqlJobs: z
        .array(z.string())
        .default(["postgresql"])
        .describe("Values of the label job whose lines are PostgreSQL's log."),
      structuredMetadata: z
        .array(metadataField)
        .default([])
        .describe("Fields stored beside the line too: 38-47 % more storage for all five."),
      dropDebug: z.boolean().default(false).describe("Drops FraiseQL lines of level debug."),
      retryFor: duration()
        .default("24h")
        .describe("How long a batch is retried before it is dropped."),
      resources: resources({
        cpuRequest: "50m",
        memoryRequest: byEnvironment("96Mi", "128Mi"),
        memoryLimit: byEnvironment("192Mi", "256Mi"),
      }),
    })
    .prefault({});
}

/** The web interface. */
export function grafanaSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      deploy: z.boolean().default(true).describe("Off: the stack's outputs feed your own Grafana."),
      url: z
        .string()
        .default("http://localhost:3000")
        .describe("Address people use, for links in mails and alerts."),
      adminUser: z.string().default(byEnvironment("admin", "loki-admin")),
      adminPassword: secretText().optional().describe("At least 16 characters. Unset: generated."),
      volumeSize: z
        .union([z.literal("none"), bytesQuantity()])
        .default(byEnvironment("none", "5Gi"))
        .describe("Volume for users and own dashboards. none: they go with the pod."),
      storageClass: z.string().optional().describe("Unset: the cluster's default class."),
      resources: resources({
        cpuRequest: "100m",
        memoryRequest: byEnvironment("256Mi", "512Mi"),
        memoryLimit: byEnvironment("512Mi", "1Gi"),
      }),
    })
    .prefault({});
}

/** Where the traces are that the logs link to. */
export function tracingSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      deploy: z
        .boolean()
        .default(byEnvironment(true, false))
        .describe("Adds a single-binary Tempo to the stack."),
      url: z
        .string()
        .optional()
        .describe("http(s)://host:port of an existing Tempo. Not together with deploy."),
      resources: resources({ cpuRequest: "50m", memoryRequest: "256Mi", memoryLimit: "512Mi" }),
    })
    .prefault({});
}

const reference = z.string().optional();

/** Other images than the pinned ones. */
export function imagesSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      mirror: z.string().optional().describe("Registry that mirrors the official ones."),
      requireDigests: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe("Refuses an image named here without a sha256 digest."),
      loki: reference,
      promtail: reference,
      consul: reference,
      grafana: reference,
      tempo: reference,
      caddy: reference,
    })
    .prefault({});
}
