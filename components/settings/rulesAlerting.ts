import { logAlertNames } from "../alerts/alertNames";
import { logRulesBy } from "./alerting";
import { setCommand, setCommandFor, settingKey } from "./keys";
import type { Finding, Rule } from "./rules";
import type { Settings } from "./schema";
import { writtenIds } from "./tenants";

const alertmanagerUrl = ["alerting", "alertmanagerUrl"];
const logRules = ["alerting", "logRules"];
const metricRules = ["alerting", "metricRules"];
const deploy = ["grafana", "deploy"];
const sidecar = ["grafana", "sidecar", "enabled"];
const prometheusUrl = ["monitoring", "prometheusUrl"];

/** An alert that nobody gets looks like protection. */
const rulerHasReceiver: Rule = ({ alerting }) =>
  alerting.logRules !== "ruler" || alerting.alertmanagerUrl !== undefined
    ? []
    : [
        {
          path: logRules,
          about: [alertmanagerUrl],
          expected: `ruler only together with ${settingKey(alertmanagerUrl)}: Loki's ruler tells nobody else`,
          advice: setCommandFor(settingKey(alertmanagerUrl), "<http://host:port>"),
        },
      ];

/** Its own Grafana has the file of alerts, another one finds it. */
const hasGrafana = (grafana: Settings["grafana"]) => grafana.deploy || grafana.sidecar.enabled;

const grafanaIsThere: Rule = ({ alerting, grafana }) =>
  ([metricRules, logRules] as const).flatMap((path): Finding[] => {
    const chosen = path === metricRules ? alerting.metricRules : alerting.logRules;
    return chosen !== "grafana" || hasGrafana(grafana)
      ? []
      : [
          {
            path,
            about: [deploy, sidecar],
            expected: `no rules of Grafana's while ${settingKey(deploy)} and ${settingKey(sidecar)} are false: no Grafana is given them`,
            set: path === metricRules ? "rulesFile" : "off",
          },
        ];
  });

/** Grafana has no metrics of its own. */
const grafanaHasMetrics: Rule = ({ alerting, grafana, monitoring }) =>
  alerting.metricRules !== "grafana" ||
  !hasGrafana(grafana) ||
  monitoring.prometheusUrl !== undefined
    ? []
    : [
        {
          path: metricRules,
          about: [prometheusUrl],
          expected: `rules of Grafana's only together with ${settingKey(prometheusUrl)}, which they ask`,
          advice: setCommandFor(settingKey(prometheusUrl), "<http://host:port>"),
        },
      ];

const ownRulesAreEvaluated: Rule = ({ alerting }) =>
  alerting.rules.length === 0 || logRulesBy(alerting) !== "off"
    ? []
    : [
        {
          path: ["alerting", "rules"],
          about: [logRules, alertmanagerUrl],
          got: `${alerting.rules.length} rules`,
          expected: `none while nobody evaluates them`,
          advice: setCommandFor(settingKey(alertmanagerUrl), "<http://host:port>"),
          hint: `or ${setCommand(settingKey(logRules), "grafana")}`,
        },
      ];

const ownRulesDiffer: Rule = ({ alerting }) =>
  alerting.rules.flatMap(({ name }, index): Finding[] => {
    const first = alerting.rules.findIndex((other) => other.name === name);
    const taken = (logAlertNames as readonly string[]).includes(name);
    return first === index && !taken
      ? []
      : [
          {
            path: ["alerting", "rules", index, "name"],
            about: first === index ? [] : [["alerting", "rules", first, "name"]],
            expected: taken
              ? "a name that is none of the stack's own alerts"
              : `a name other than that of ${settingKey(["alerting", "rules", first])}`,
            set: `${name}${index + 1}`,
          },
        ];
  });

const tenantsAreKnown: Rule = ({ alerting, ...settings }) => {
  const known = writtenIds(settings);
  return alerting.rules.flatMap(({ tenants = [] }, index) =>
    tenants.flatMap((tenant, at): Finding[] =>
      known.includes(tenant)
        ? []
        : [
            {
              path: ["alerting", "rules", index, "tenants", at],
              about: [["tenants"], ["gateway", "enabled"]],
              expected: `a tenant that writes: ${known.join(", ")}`,
              ...(known[0] === undefined ? {} : { set: known[0] }),
            },
          ],
    ),
  );
};

/** Alerts, and who evaluates and gets them. */
export const alertingRules: readonly Rule[] = [
  rulerHasReceiver,
  grafanaIsThere,
  grafanaHasMetrics,
  ownRulesAreEvaluated,
  ownRulesDiffer,
  tenantsAreKnown,
];
