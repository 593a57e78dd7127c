import { z } from "zod";
import { httpAddressFlaw, webAddressFlaw } from "./addresses";
import { duration, resources, secretText, someText, type EnvironmentDefault } from "./fields";
import { checkedText, checkedTexts, type Flaw } from "./flaws";
import { secretKey } from "./schemaPasswords";
import { tenantFlaw } from "./tenantIds";

const label =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
function objectLabelsFlaw(labels: Readonly<Record<string, string>>): Flaw | undefined {
  const wrong = Object.entries(labels).find(
    ([name, value]) => !label.test(name) || !labelValue.test(value),
  );
  return (
    wrong && {
      got: wrong.join("="),
      expected: "labels of an object such as release=prometheus",
      advice: `change ${wrong[0]}`,
    }
  );
}

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
function seriesLabelsFlaw(labels: Readonly<Record<string, string>>): Flaw | undefined {
  const wrong = Object.keys(labels).find((name) => !/^(?!__)[A-Za-z_]\w*$/.test(name));
  return wrong === undefined
    ? undefined
    : {
        got: JSON.stringify(wrong),
        expected:
          "names of labels of a series such as cluster: letters, digits and _, not __ at first",
        advice: `rename ${JSON.stringify(wrong)}`,
      };
}

const interval = () =>
  duration().default("30s").describe("Time between two looks, as a Go duration.");

const scrape = () =>
  z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("annotations").describe("Annotations prometheus.io/* of the pods."),
      }),
      z.strictObject({
        kind: z
          .literal("podMonitors")
          .describe("PodMonitors of the Prometheus Operator, whose kinds the cluster must know."),
        labels: checkedTexts(objectLabelsFlaw)
          .default({})
          .describe("Labels by which Prometheus selects its PodMonitors, such as release."),
        interval: interval(),
      }),
      z.strictObject({ kind: z.literal("none").describe("Nobody is told.") }),
    ])
    .prefault({ kind: "annotations" })
    .describe(
      "How a Prometheus finds the stack's metrics. Consul's need a token, which annotations cannot carry.",
    );

const remoteWrite = () =>
  z
    .strictObject({
      url: checkedText(webAddressFlaw)
        .meta({ examples: ["https://metrics.example.com/api/v1/write"] })
        .describe("Where they are sent: Prometheus' remote write."),
      user: someText("the name of a user").optional().describe("Unset: no authentication."),
      password: secretText().optional().describe("Password of the user."),
      passwordSecret: secretKey("the user's password, in place of password."),
      tenant: someText("the id of a tenant")
        .optional()
        .describe("X-Scope-OrgID, for a Mimir that keeps tenants apart."),
      externalLabels: checkedTexts(seriesLabelsFlaw)
        .default({})
        .describe("Labels of every series, such as cluster."),
      interval: interval(),
      resources: resources({ cpuRequest: "50m", memoryRequest: "96Mi", memoryLimit: "256Mi" }),
    })
    .optional()
    .describe("Sends the stack's own metrics to a store elsewhere. Unset: they are not sent.");

const canary = (byEnvironment: EnvironmentDefault) =>
  z
    .strictObject({
      deploy: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe("Writes a line each `interval`, asks for it again, and counts what is missing."),
      tenants: z
        .array(checkedText(tenantFlaw).meta({ examples: ["fraiseql"] }))
        .default([])
        .describe("Tenants that have a canary of their own. Empty: the first that is not retired."),
      interval: duration()
        .default("1s")
        .describe("Time between two lines of 100 bytes, which are kept for two days."),
      resources: resources({ cpuRequest: "10m", memoryRequest: "32Mi", memoryLimit: "128Mi" }),
    })
    .prefault({})
    .describe("Proves from outside that lines come in and out: loki-canary.");

/** Who watches the stack. */
export function monitoringSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      prometheusUrl: checkedText(httpAddressFlaw)
        .meta({ examples: ["http://prometheus.monitoring.svc:9090"] })
        .optional()
        .describe(
          "http(s)://host:port of the Prometheus that Grafana asks for metrics. Unset: the dashboards of the stack's own programs have no data.",
        ),
      scrape: scrape(),
      remoteWrite: remoteWrite(),
      canary: canary(byEnvironment),
    })
    .prefault({})
    .describe("Who watches the stack.");
}
