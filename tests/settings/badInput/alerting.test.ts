import { logAlertNames, metricAlertNames } from "../../../components/alerts/alertNames";
import { testRows } from "../badInput";

const alertmanagerUrl = "http://alertmanager.monitoring.svc:9093";
const expr = 'sum by (job) (count_over_time({job="pay", level="error"} [5m])) > 10';
const rule = { name: "PayFails", expr, summary: "{{ $labels.job }} fails" };
const rules = (changes: object, ...more: object[]) => ({
  alerting: { alertmanagerUrl, rules: [{ ...rule, ...changes }, ...more] },
});
const good = rules({});
const badExpr = (wrong: string, expected: string) => ({
  stack: "prod" as const,
  bad: rules({ expr: wrong }),
  message: `config error fraiseql-loki:alerting.rules[0].expr: got ${JSON.stringify(wrong)}; expected ${expected}.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.rules[0].expr' 'sum by (job) (count_over_time({job="payments", level="error"} [5m])) > 10'`,
  good,
});

testRows([
  {
    row: "a ruler that tells nobody",
    stack: "prod",
    bad: { alerting: { logRules: "ruler" } },
    message: `config error fraiseql-loki:alerting.logRules: got "ruler"; expected ruler only together with fraiseql-loki:alerting.alertmanagerUrl: Loki's ruler tells nobody else.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.alertmanagerUrl' <http://host:port>`,
    good: { alerting: { logRules: "ruler", alertmanagerUrl } },
  },
  {
    row: "rules of a Grafana that is given none",
    stack: "prod",
    bad: {
      grafana: { deploy: false, sidecar: { enabled: false } },
      alerting: { metricRules: "grafana" },
    },
    message: `config error fraiseql-loki:alerting.metricRules: got "grafana"; expected no rules of Grafana's while fraiseql-loki:grafana.deploy and fraiseql-loki:grafana.sidecar.enabled are false: no Grafana is given them.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.metricRules' rulesFile`,
    good: {
      grafana: { deploy: false },
      alerting: { metricRules: "grafana" },
      monitoring: { prometheusUrl: "http://prometheus.monitoring.svc:9090" },
    },
  },
  {
    row: "rules of another Grafana that ask nobody",
    stack: "prod",
    bad: { grafana: { deploy: false }, alerting: { metricRules: "grafana" } },
    message: `config error fraiseql-loki:alerting.metricRules: got "grafana"; expected rules of Grafana's only together with fraiseql-loki:monitoring.prometheusUrl, which they ask.
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.prometheusUrl' <http://host:port>`,
    good: {
      grafana: { deploy: false, sidecar: { enabled: false } },
      alerting: { metricRules: "rulesFile" },
    },
  },
  {
    row: "rules of Grafana's that ask nobody",
    stack: "prod",
    bad: { alerting: { metricRules: "grafana" } },
    message: `config error fraiseql-loki:alerting.metricRules: got "grafana"; expected rules of Grafana's only together with fraiseql-loki:monitoring.prometheusUrl, which they ask.
  Fix: pulumi config set --path 'fraiseql-loki:monitoring.prometheusUrl' <http://host:port>`,
    good: {
      alerting: { metricRules: "grafana" },
      monitoring: { prometheusUrl: "http://prometheus.monitoring.svc:9090" },
    },
  },
  {
    row: "rules that nobody evaluates",
    stack: "prod",
    bad: { alerting: { rules: [rule] } },
    message: `config error fraiseql-loki:alerting.rules: got 1 rules; expected none while nobody evaluates them.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.alertmanagerUrl' <http://host:port> (or pulumi config set --path 'fraiseql-loki:alerting.logRules' grafana)`,
    good: { alerting: { rules: [rule], logRules: "grafana" } },
  },
  {
    row: "a name of the stack's own",
    stack: "prod",
    bad: rules({ name: "FraiseqlSilent" }),
    message: `config error fraiseql-loki:alerting.rules[0].name: got "FraiseqlSilent"; expected a name that is none of the stack's own alerts.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.rules[0].name' FraiseqlSilent1`,
    good,
  },
  {
    row: "a name twice",
    stack: "prod",
    bad: rules({}, rule),
    message: `config error fraiseql-loki:alerting.rules[1].name: got "PayFails"; expected a name other than that of fraiseql-loki:alerting.rules[0].
  Fix: pulumi config set --path 'fraiseql-loki:alerting.rules[1].name' PayFails2`,
    good: rules({}, { ...rule, name: "PayFails2" }),
  },
  {
    row: "a tenant that is not there",
    stack: "prod",
    bad: rules({ tenants: ["shop"] }),
    message: `config error fraiseql-loki:alerting.rules[0].tenants[0]: got "shop"; expected a tenant that writes: fraiseql.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.rules[0].tenants[0]' fraiseql`,
    good: rules({ tenants: ["fraiseql"] }),
  },
  {
    row: "no LogQL",
    ...badExpr('sum(rate({job="a"} [5m]) > 1', "LogQL; it cannot be read to its end"),
  },
  {
    row: "lines",
    ...badExpr(
      '{job="a"}',
      'LogQL that counts, such as sum by (job) (count_over_time({job="payments", level="error"} [5m])) > 10: lines are no alert',
    ),
  },
  {
    row: "no condition",
    ...badExpr(
      'sum(rate({job="a"} [5m])) > bool 1',
      "a condition, such as > 10, unless or absent_over_time: without one the alert is always on",
    ),
  },
  {
    row: "a parser that fails",
    ...badExpr(
      'sum(rate({job="a"} | json [5m])) > 1',
      '| __error__="" behind the parser: Loki refuses the query for one line that cannot be parsed',
    ),
  },
  {
    row: "everything selected",
    ...badExpr(
      'sum(rate({job=~".*"} [5m])) > 1',
      'selectors with a matcher that the empty text does not pass, such as {job="payments"}',
    ),
  },
  {
    row: "no RE2",
    ...badExpr(
      'sum(rate({job="a"} |~ "(?=x)" [5m])) > 1',
      "LogQL with regular expressions in RE2: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
    ),
  },
  {
    row: "a template that does not end",
    stack: "prod",
    bad: rules({ summary: "{{ $labels.job fails" }),
    message: `config error fraiseql-loki:alerting.rules[0].summary: got "{{ $labels.job fails"; expected a text in which each {{ has its }}, such as {{ $value }} errors of {{ $labels.job }}.
  Fix: pulumi config set --path 'fraiseql-loki:alerting.rules[0].summary' 'Payments of {{ $labels.job }} fail'`,
    good,
  },
  {
    row: "an alert that does not exist",
    stack: "prod",
    bad: { alerting: { disabled: ["LokiQuerryLatency"] } },
    message: `config error fraiseql-loki:alerting.disabled[0]: got "LokiQuerryLatency"; expected one of ${[...metricAlertNames, ...logAlertNames].join(", ")}; did you mean LokiQueryLatency?
  Fix: pulumi config set --path 'fraiseql-loki:alerting.disabled[0]' LokiQueryLatency`,
    good: { alerting: { disabled: ["LokiQueryLatency"] } },
  },
]);
