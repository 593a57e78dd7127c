import { isIP } from "node:net";
import {
  quotedText,
  removeCommand,
  setCommand,
  setCommandFor,
  settingKey,
  type Path,
} from "./keys";
import type { Finding, Rule } from "./rules";

const database: Path = ["grafana", "database"];
const deploy: Path = ["grafana", "deploy"];
const replicas: Path = ["grafana", "replicas"];
const at = (name: string): Path => [...database, name];

const onlyWithGrafana: Rule = ({ grafana }) =>
  grafana.deploy || grafana.database === undefined
    ? []
    : [
        {
          path: database,
          about: [deploy],
          expected: `nothing while ${settingKey(deploy)} is false: there is no Grafana`,
          advice: setCommand(settingKey(deploy), true),
        },
      ];

const onePassword: Rule = ({ grafana }): Finding[] => {
  const { password, passwordSecret } = grafana.database ?? {};
  const about = [at("passwordSecret")];
  const key = settingKey(at("passwordSecret"));
  if (
    grafana.database === undefined ||
    (password === undefined) !== (passwordSecret === undefined)
  ) {
    return [];
  }
  return password === undefined
    ? [
        {
          path: at("password"),
          about,
          expected: "the user's password",
          advice: setCommandFor(settingKey(at("password")), "<value>", true),
          hint: `or name the Secret that holds it: ${setCommandFor(`${key}.name`, "<value>")}`,
        },
      ]
    : [
        {
          path: at("password"),
          about,
          got: "a secret",
          expected: `nothing beside ${key}, which says where the password is`,
          remove: true,
        },
      ];
};

/** A file on a volume has one reader, and a file of a pod's own is nobody else's. */
const sharedByReplicas: Rule = ({ grafana }) =>
  grafana.replicas === 1 || grafana.database !== undefined
    ? []
    : [
        {
          path: replicas,
          about: [database],
          expected: `1 without ${settingKey(database)}: each would have users, sign-ins and dashboards of its own`,
          set: 1,
          hint: "or name a database: docs/dashboards.md, Where Grafana keeps its data",
        },
      ];

const noVolume: Rule = ({ grafana: { database: server, volumeSize } }) =>
  server === undefined || volumeSize === "none"
    ? []
    : [
        {
          path: ["grafana", "volumeSize"],
          about: [database],
          expected: `none beside ${settingKey(database)}: nothing that is kept would be on it`,
          remove: true,
        },
      ];

/** What nobody looks at looks like protection. */
const usedCertificates: Rule = ({ grafana: { database: server } }): Finding[] => {
  if (server === undefined || server.sslMode.startsWith("verify")) {
    return [];
  }
  const sslMode = settingKey(at("sslMode"));
  const serverName = server.kind === "mysql" ? server.serverName : undefined;
  const unused = [
    ...(server.caCertificate === undefined ? [] : [["caCertificate", "a certificate"] as const]),
    ...(serverName === undefined ? [] : [["serverName", quotedText(serverName)] as const]),
  ];
  return unused.map(([name, got]) => ({
    path: at(name),
    about: [at("sslMode")],
    got,
    expected: `nothing with ${sslMode} ${server.sslMode}: no certificate is verified`,
    advice: setCommand(sslMode, "verify-full"),
    hint: `or ${removeCommand(settingKey(at(name)))}`,
  }));
};

/** The namespace of a Service, by any of its names in the cluster: a name alone is in the reader's own. */
function namespaceOf(host: string, own: string): string | undefined {
  const name = host.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  const service = /^[^.]+(?:\.([^.]+)(?:\.svc(?:\..*)?)?)?$/.exec(name);
  return service === null || isIP(name) !== 0 ? undefined : (service[1] ?? own);
}

/** The stack's policies shut every pod of its namespaces that is not the stack's. */
const reachable: Rule = ({ grafana, namespace, collector, network }): Finding[] => {
  const { policies, grafanaDatabaseCidrs } = network;
  const place = namespaceOf(grafana.database?.host ?? "", namespace);
  return !policies ||
    grafanaDatabaseCidrs.length > 0 ||
    ![namespace, collector.namespace].some((own) => own === place)
    ? []
    : [
        {
          path: at("host"),
          about: [["namespace"], ["collector", "namespace"], ["network"]],
          expected: `a server outside the namespace ${String(place)}, in which ${settingKey(["network", "policies"])} shuts every pod that is not the stack's`,
          hint: `or, where that Service leads out of it: ${setCommandFor(settingKey(["network", "grafanaDatabaseCidrs", 0]), "<value>")}`,
        },
      ];
};

/** Where Grafana keeps users and dashboards, and how many share them. */
export const grafanaDatabaseRules: readonly Rule[] = [
  onlyWithGrafana,
  onePassword,
  sharedByReplicas,
  noVolume,
  usedCertificates,
  reachable,
];
