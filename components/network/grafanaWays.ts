import { grafanaPeerPort } from "../grafana/grafanaPod";
import type { Settings } from "../settings/schema";
import { providerWays } from "./providerWays";
import { component, portOf, range, tcp, udp, waysTo, type Way } from "./peers";

/** What the stack's Grafana must reach for people and for what they make, beside what it shows. */
export const grafanaServerWays = (settings: Settings): Way[] => [
  ...providerWays(settings.grafana),
  ...databaseWays(settings),
  ...replicaWays(settings),
];

/** Where its database is: by its addresses, or by what its host says. */
function databaseWays({ grafana: { database }, network }: Settings): Way[] {
  if (database === undefined) {
    return [];
  }
  const { grafanaDatabaseCidrs: cidrs } = network;
  const address = `${database.kind}://${database.host}`;
  return cidrs.length > 0 ? [{ peers: cidrs.map(range), ports: portOf(address) }] : waysTo(address);
}

/** Several replicas tell each other which alerts they have sent. */
export const replicaWays = ({ grafana: { replicas } }: Settings): Way[] =>
  replicas === 1
    ? []
    : [
        {
          peers: [component("grafana")],
          ports: [...tcp(grafanaPeerPort), ...udp(grafanaPeerPort)],
        },
      ];
