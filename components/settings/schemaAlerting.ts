import { z } from "zod";
import { logAlertNames, metricAlertNames } from "../alerts/alertNames";
import { webAddressFlaw } from "./addresses";
import { duration, type EnvironmentDefault } from "./fields";
import { checkedText, checkedTexts, matching, type Flaw } from "./flaws";
import { logAlertFlaw } from "./logqlAlerts";
import { tenantFlaw } from "./tenantIds";

const address = (example: string) => checkedText(webAddressFlaw).meta({ examples: [example] });

const gigabytes = () =>
  z
    .number()
    .positive()
    .meta({ examples: [50] });

/** Per cent of requests. */
const objective = (value: number) => z.number().min(50).max(99.999).default(value);

/** A template that does not end would make Loki refuse all rules of its file. */
function templateFlaw(text: string): Flaw | undefined {
  const balanced = /^(?:(?!\{\{|\}\})[\s\S]|\{\{(?:(?!\{\{|\}\})[\s\S])+\}\})*$/.test(text);
  return text.trim() !== "" && balanced
    ? undefined
    : {
        expected:
          "a text in which each {{ has its }}, such as {{ $value }} errors of {{ $labels.job }}",
      };
}

const template = () =>
  checkedText(templateFlaw).meta({ examples: ["Payments of {{ $labels.job }} fail"] });

const labelFlaw = (labels: Record<string, string>): Flaw | undefined => {
  const name =
    /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
  const value = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;
  return Object.entries(labels).every(([key, text]) => name.test(key) && value.test(text))
    ? undefined
    : { expected: "labels as Kubernetes takes them, such as release: kube-prometheus-stack" };
};

const ownRule = () =>
  z.strictObject({
    name: checkedText(
      matching(/^[A-Za-z_]\w{0,99}$/, {
        expected: "1 to 100 of A-Za-z0-9 _, not beginning with a digit",
      }),
    )
      .meta({ examples: ["PaymentsFail"] })
      .describe("Name of the alert."),
    tenants: z
      .array(checkedText(tenantFlaw).meta({ examples: ["fraiseql"] }))
      .min(1)
      .optional()
      .describe("On whose lines it is evaluated. Unset: every tenant's."),
    expr: checkedText(logAlertFlaw)
      .meta({
        examples: ['sum by (job) (count_over_time({job="payments", level="error"} [5m])) > 10'],
      })
      .describe("LogQL that gives a series for each thing that is wrong, and else none."),
    for: duration().default("5m").describe("How long it must be so before the alert fires."),
    severity: z.enum(["critical", "warning"]).default("warning").describe("Label of the alert."),
    summary: template().describe("What is wrong, in one line."),
    description: template().optional().describe("The same with the numbers."),
    runbookUrl: address("https://wiki.example.com/payments").optional().describe("What to do."),
  });

const estimates = () =>
  z
    .strictObject({
      receivedGbPerDay: gigabytes()
        .optional()
        .describe(
          "GB of lines a day as they come in. An alert says when it is half as much again.",
        ),
      storedGbPerDay: gigabytes()
        .optional()
        .describe("GB a day in the bucket. An alert says when it is half as much again."),
    })
    .prefault({})
    .describe("What the stack was planned for. Unset: no alert on it.");

const objectives = () =>
  z
    .strictObject({
      push: objective(99.9).describe("Per cent of pushes that shall not fail, of a month's."),
      query: objective(99).describe("Per cent of queries that shall not fail, of a month's."),
    })
    .prefault({})
    .describe(
      "From what share of failures on alerts say that the month's budget is used up early.",
    );

/** Who looks whether something is wrong, and whom it tells. */
export function alertingSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      metricRules: z
        .enum(["off", "prometheusRule", "rulesFile", "grafana"])
        .default(byEnvironment("off", "rulesFile"))
        .describe(
          "Alerts on metrics: a PrometheusRule for the Prometheus Operator, a ConfigMap with a file of rules for any other Prometheus, or rules of Grafana's.",
        ),
      logRules: z
        .enum(["off", "ruler", "grafana"])
        .optional()
        .describe(
          "Alerts on log lines, of each tenant: by Loki's ruler or by Grafana. Unset: ruler where `alertmanagerUrl` is set, else off.",
        ),
      alertmanagerUrl: address("http://alertmanager.monitoring.svc:9093")
        .optional()
        .describe(
          "http(s)://host:port of the Alertmanager that Loki's ruler and Grafana send alerts to.",
        ),
      labels: checkedTexts(labelFlaw)
        .default({})
        .describe("Labels by which a Prometheus finds its PrometheusRule or ConfigMap."),
      runbookUrl: address("https://wiki.example.com/runbooks")
        .default("https://github.com/fraiseql/fraiseql-loki/blob/main/docs/runbooks")
        .describe("Address below which people read the pages of docs/runbooks."),
      disabled: z
        .array(z.enum([...metricAlertNames, ...logAlertNames]))
        .default([])
        .describe("Alerts that the stack does without."),
      estimates: estimates(),
      objectives: objectives(),
      rules: z.array(ownRule()).default([]).describe("More alerts on log lines."),
    })
    .prefault({})
    .describe("Who looks whether something is wrong, and whom it tells.");
}
