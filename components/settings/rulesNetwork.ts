import { isEverywhere } from "./cidrs";
import { setCommand, settingKey, type Path } from "./keys";
import type { Finding, Rule } from "./rules";

const namespace = ["namespace"];
const httpPort = ["loki", "httpPort"];
const grpcPort = ["loki", "grpcPort"];
const gatewayPort = ["gateway", "port"];
const tlsPort = ["gateway", "tls", "port"];
const tracingDeploy = ["tracing", "deploy"];

/** The port on which memberlist gossips. */
const gossipPort = 7946;

/** The port of the gateway's metrics and health check. */
const operationsPort = 9180;

/** The port at which the gateway gives itself its certificate. */
const certificatePort = 9181;

const ownNamespace: Rule = ({ namespace: name, collector }) =>
  collector.namespace !== name
    ? []
    : [
        {
          row: "C68",
          path: ["collector", "namespace"],
          about: [namespace],
          expected: `a namespace other than ${settingKey(namespace)}: the agent may read the node's files, nothing else may`,
          set: `${name.slice(0, 53).replace(/-$/, "")}-collector`,
        },
      ];

const differentPorts: Rule = ({ loki, gateway, ring }) => {
  const ports: { path: Path; port: number; name: string }[] = [
    { path: httpPort, port: loki.httpPort, name: settingKey(httpPort) },
    { path: grpcPort, port: loki.grpcPort, name: settingKey(grpcPort) },
    ...(gateway.enabled
      ? [{ path: gatewayPort, port: gateway.port, name: settingKey(gatewayPort) }]
      : []),
    ...(gateway.enabled && gateway.tls !== undefined
      ? [{ path: tlsPort, port: gateway.tls.port, name: settingKey(tlsPort) }]
      : []),
  ];
  const enabled = ["gateway", "enabled"];
  const reserved = [
    ...(ring.kind === "memberlist"
      ? [{ path: ["ring", "kind"], port: gossipPort, name: "the port of memberlist" }]
      : []),
    ...(gateway.enabled
      ? [{ path: enabled, port: operationsPort, name: "the port of the gateway's metrics" }]
      : []),
    ...(gateway.tls === undefined
      ? []
      : [
          {
            path: ["gateway", "tls"],
            port: certificatePort,
            name: "the port of the gateway's certificate",
          },
        ]),
  ];
  return ports.flatMap(({ path, port }, index): Finding[] => {
    const others = [...ports.slice(0, index), ...reserved];
    const same = others.find((other) => other.port === port);
    return same === undefined
      ? []
      : [
          {
            row: "C71",
            path,
            about: [same.path],
            expected: `a port other than ${same.name} (${port})`,
          },
        ];
  });
};

const oneTracingServer: Rule = ({ tracing }) =>
  tracing.url === undefined || !tracing.deploy
    ? []
    : [
        {
          row: "C70",
          path: ["tracing", "url"],
          about: [tracingDeploy],
          expected: `no address together with ${settingKey(tracingDeploy)} true: the stack has a Tempo of its own`,
          advice: setCommand(settingKey(tracingDeploy), false),
        },
      ];

/** Unset is narrower than everything. */
const narrowRanges: Rule = ({ network }) =>
  (["objectStoreCidrs", "apiServerCidrs", "grafanaDatabaseCidrs"] as const).flatMap((list) =>
    network[list].flatMap((cidr, index): Finding[] =>
      isEverywhere(cidr)
        ? [
            {
              row: "C48",
              path: ["network", list, index],
              expected:
                "the server's own addresses: this one also leads to the node's cloud identity",
              remove: true,
              hint: "what is allowed without it is narrower",
            },
          ]
        : [],
    ),
  );

/** Names and addresses inside the cluster, and who may use them. */
export const networkRules: readonly Rule[] = [
  ownNamespace,
  differentPorts,
  oneTracingServer,
  narrowRanges,
];
