import { isDeepStrictEqual } from "node:util";
import { setCommand, setCommandFor, settingKey } from "./keys";
import type { Finding, Rule } from "./rules";
import { sidecarDefaults, type SidecarSettings } from "./schemaSidecar";

const deploy = ["grafana", "deploy"];
const sidecarPath = ["grafana", "sidecar"];
const at = (name: keyof SidecarSettings) => [...sidecarPath, name];

const onlyWithoutGrafana: Rule = ({ grafana: { deploy: deployed, sidecar } }) =>
  !deployed || isDeepStrictEqual(sidecar, sidecarDefaults)
    ? []
    : [
        {
          path: sidecarPath,
          about: [deploy],
          expected: `nothing while ${settingKey(deploy)} is true: the stack's own Grafana has its files`,
          remove: true,
          hint: `or ${setCommand(settingKey(deploy), false)}`,
        },
      ];

const prometheusIsKnown: Rule = ({ grafana: { deploy: deployed, sidecar }, monitoring }) => {
  const url = ["monitoring", "prometheusUrl"];
  const index = sidecar.datasources.indexOf("prometheus");
  return deployed || index === -1 || monitoring.prometheusUrl !== undefined
    ? []
    : [
        {
          path: [...at("datasources"), index],
          about: [url],
          expected: `prometheus only together with ${settingKey(url)}`,
          advice: setCommandFor(settingKey(url), "<http://host:port>"),
        },
      ];
};

const labels = ["dashboardLabel", "datasourceLabel", "alertLabel"] as const;

/** Of one label the sidecar would put every file into each folder, passwords among the dashboards. */
const labelsDiffer: Rule = ({ grafana: { sidecar } }) =>
  labels.flatMap((label, index): Finding[] => {
    const same = labels.slice(0, index).find((other) => sidecar[other] === sidecar[label]);
    return same === undefined
      ? []
      : [
          {
            path: at(label),
            about: [at(same)],
            expected: `a label other than ${settingKey(at(same))}`,
          },
        ];
  });

/** Policies that let nobody in would leave every panel empty. */
const grafanaIsLetIn: Rule = ({ grafana, network, tracing }) => {
  const { enabled, datasources } = grafana.sidecar;
  if (grafana.deploy || !enabled || !network.policies) {
    return [];
  }
  const closed = (list: "gatewayClients" | "tracingReaders", asked: string): Finding => ({
    path: ["network", list],
    about: [deploy, ["network", "policies"]],
    expected: `your Grafana's namespace, which no policy lets ask ${asked}`,
    advice: setCommand(settingKey(["network", list, 0]), "monitoring"),
    severity: "warning",
  });
  const { gatewayClients, gatewayClientCidrs, tracingReaders } = network;
  const asksLoki = datasources.includes("loki");
  const asksTempo = datasources.includes("tempo") && tracing.deploy;
  return [
    ...(asksLoki && gatewayClients.length + gatewayClientCidrs.length === 0
      ? [closed("gatewayClients", "for lines")]
      : []),
    ...(asksTempo && tracingReaders.length === 0 ? [closed("tracingReaders", "for traces")] : []),
  ];
};

/** What a Grafana that is not the stack's own is given. */
export const sidecarRules: readonly Rule[] = [
  onlyWithoutGrafana,
  prometheusIsKnown,
  labelsDiffer,
  grafanaIsLetIn,
];
